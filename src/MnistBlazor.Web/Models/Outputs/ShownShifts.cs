using MnistBlazor.Lessons.Digits;
using MnistBlazor.Lessons.Predictions;
using MnistBlazor.ML.Evaluation;

namespace MnistBlazor.Web.Models.Outputs;

/// <summary>One network's map of shifts, as it is shown.</summary>
/// <param name="Count">Images that were read at each place.</param>
/// <param name="Examples">Of how many images every answer is told.</param>
public sealed record ShownShifts(int Count, int Examples, ShiftReadings Shifts, ShiftReadings Scales)
{
    public static ShownShifts Of(ShiftsOutput output) => new(output.Count, output.Examples.Length, output.Shifts, output.Scales);

    public static ShownShifts Of(ShiftMaps maps) =>
        new(maps.Count, maps.Examples.Count, ShiftReadings.Of([.. maps.Shifts]), ShiftReadings.Of([.. maps.Scales]));

    public int RightAt(ShiftPlace place) => At(place).Right[place.Index];

    /// <returns>0 to 1.</returns>
    public double ShareAt(ShiftPlace place) => RightAt(place) / (double)Count;

    /// <summary>The label that one of the examples was taken for.</summary>
    public byte ReadAt(ShiftPlace place, int example) => At(place).Examples[place.Index * Examples + example];

    /// <summary>The mean over all places that are no further away, each way: 0 to 1.</summary>
    public double Within(int reach) =>
        (from y in Enumerable.Range(-reach, 2 * reach + 1)
         from x in Enumerable.Range(-reach, 2 * reach + 1)
         select ShareAt(new(x, y))).Average();

    private ShiftReadings At(ShiftPlace place) => place.Scale is null ? Shifts : Scales;
}

/// <summary>Another network's map beside the one of a lesson.</summary>
/// <param name="Own">What the lesson's network is called.</param>
/// <param name="Other">What the other one is called.</param>
public sealed record ShiftsBeside(string Own, string Other, ShownShifts Maps);
