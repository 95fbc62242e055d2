using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Code;
using MnistBlazor.Lessons.Parameters;
using MnistBlazor.ML;
using MnistBlazor.ML.Evaluation;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Digits;

/// <summary>How well the trained network reads test images that are not in the middle, or smaller or larger.</summary>
public sealed class ShiftsCell : DigitsCell
{
    public const string Name = "shifts";

    private static readonly ChoiceParameter Images = new("shift-images", "500", ["500", "1000", "2000"]) { Forkable = false };

    public ShiftsCell() : base(Name)
    {
        Requires = [TrainingCell.Name];
        Parameters = [Images];
        Code = [CodeRegions.ShiftSurvey.ShiftFrame, CodeRegions.ShiftSurvey.Shift];
    }

    public override Type Output => typeof(ShiftsOutput);

    public override async Task<CellResult> EvaluateAsync(CellContext context)
    {
        var (lane, options, count) = (context.Services.Lane, OptionsOf(context), int.Parse(context.Values.Text(Images.Id)));
        if (DrawCell.Weights(context) is not { } model) return CellResult.Failed(CellMessages.RunGone);
        var dataset = await LoadAsync(context);
        var device = TorchRuntime.DeviceHere(options.Device);
        var survey = await lane.RunAsync(() => new ShiftSurvey(model, dataset, device, count), context.Stop);
        try
        {
            // Row by row, so that the lane has time for others in between.
            var (places, steps) = (new List<ShiftReading>(), ShiftSurvey.Size + 1);
            for (var row = 0; row < ShiftSurvey.Size; row++)
            {
                var dy = row - ShiftSurvey.Reach;
                places.AddRange(await lane.RunAsync(() => survey.Row(dy, context.Stop), context.Stop));
                context.Progress.Report(new Message("training.shifts", $"{row + 1}", $"{ShiftSurvey.Size}"), (row + 1.0) / steps);
            }
            var scales = await lane.RunAsync(() => ShiftSurvey.Scales.Select(survey.Scaled).ToList(), context.Stop);
            return CellResult.Completed(new ShiftsOutput(
                context.Run!.Value, survey.Count, [.. survey.Examples], [.. survey.Examples.Select(dataset.Test.Label)],
                ShiftReadings.Of(places), ShiftReadings.Of(scales))
            { Data = DatasetLabels.Of(dataset) });
        }
        finally
        {
            // Whoever stops does not wait for the row that is being computed: its tensors go after it.
            _ = lane.RunAsync(() => { survey.Dispose(); return true; }, CancellationToken.None);
        }
    }
}

/// <summary>How well a network reads images that were moved and scaled.</summary>
/// <param name="Count">Images that were read at each place.</param>
/// <param name="Examples">Test images of which every answer is kept.</param>
/// <param name="Labels">What these are.</param>
/// <param name="Shifts">Row by row, from the furthest up and left; see <see cref="ShiftSurvey"/>.</param>
/// <param name="Scales">By <see cref="ShiftSurvey.Scales"/>.</param>
public sealed record ShiftsOutput(
    RunId Run, int Count, int[] Examples, int[] Labels, ShiftReadings Shifts, ShiftReadings Scales) : DigitsOutput;

/// <param name="Right">Images read right, by place.</param>
/// <param name="Examples">What each example was taken for: all examples of one place, then all of the next.</param>
public sealed record ShiftReadings(int[] Right, byte[] Examples)
{
    public static ShiftReadings Of(IReadOnlyCollection<ShiftReading> readings) =>
        new([.. readings.Select(reading => reading.Right)], [.. readings.SelectMany(reading => reading.Examples)]);
}
