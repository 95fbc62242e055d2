using MnistBlazor.ML.Evaluation;
using MnistBlazor.Web.Models.Outputs;

namespace MnistBlazor.Web.Words;

/// <summary>What is said of images that were moved or scaled.</summary>
public static class ShiftPhrases
{
    /// <summary>"−3 to the right, 2 down: 90.0%, 180 of 200", or the same of a scale.</summary>
    public static string ShiftPlace(this Wording words, ShiftPlace place, ShownShifts shifts)
    {
        var (right, of) = (shifts.RightAt(place).ToString("N0"), shifts.Count.ToString("N0"));
        var share = shifts.ShareAt(place).ToString("P1");
        return place.Scale is { } scale
            ? words["shifts.scale", ShiftSurvey.Scales[scale].ToString("0.0"), share, right, of]
            : words["shifts.place", Signed(place.X), Signed(place.Y), share, right, of];
    }

    public static string Signed(int pixels) => pixels < 0 ? $"−{-pixels}" : $"{pixels}";

    /// <summary>A difference of two shares, in percentage points: "+12", "−3", "0".</summary>
    public static string Points(double difference, string format = "0") =>
        (100 * difference).ToString($"+{format};−{format};{format}");
}
