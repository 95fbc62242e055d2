using MnistBlazor.ML.Evaluation;

namespace MnistBlazor.Web.Models.Outputs;

/// <summary>Where all images are: moved by pixels to the right and down, or at an index of <see cref="ShiftSurvey.Scales"/>.</summary>
public readonly record struct ShiftPlace(int X, int Y, int? Scale = null)
{
    /// <summary>Its place among all shifts, row by row, or among the scales.</summary>
    public int Index => Scale ?? (Y + ShiftSurvey.Reach) * ShiftSurvey.Size + X + ShiftSurvey.Reach;
}
