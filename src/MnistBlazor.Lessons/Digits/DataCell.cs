using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Code;
using MnistBlazor.Lessons.Parameters;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Training;

namespace MnistBlazor.Lessons.Digits;

/// <summary>The images that are learnt from, and those that are tested with.</summary>
public sealed class DataCell : DigitsCell
{
    public const string Name = "data";

    /// <param name="more">Parameters beside the data set.</param>
    public DataCell(params ParameterDefinition[] more) : base(Name)
    {
        Requires = [SetupCell.Name];
        Parameters = [DatasetParameter.Dataset, .. more];
        Code = [CodeRegions.DeviceTensors.Data];
    }

    public override Type Output => typeof(DataOutput);

    public override bool IsQuick => true;

    public override async Task<CellResult> EvaluateAsync(CellContext context) =>
        CellResult.Completed(Describe(OptionsOf(context), await LoadAsync(context)));

    private static DataOutput Describe(TrainingOptions options, ImageDataset dataset)
    {
        var samples = Enumerable.Range(0, dataset.Train.Count)
            .GroupBy(dataset.Train.Label)
            .OrderBy(group => group.Key)
            .SelectMany(group => group.Take(DataOutput.SamplesPerClass));
        return new DataOutput(
            dataset.Id, dataset.Source, dataset.Train.Count, dataset.Test.Count,
            dataset.Train.CountPerClass(), dataset.Test.CountPerClass(), [.. samples], [.. dataset.ClassNames])
        {
            HeldOut = options.ValidationCount,
        };
    }
}

/// <param name="Source">Where the files were found: "folder", "data-directory", "package", "mirror" or "upload".</param>
/// <param name="SampleIndices">
/// Training images to show as a grid: the first of every class, six or as many as it has, class by class.
/// </param>
public sealed record DataOutput(
    string Dataset,
    string Source,
    int TrainCount,
    int TestCount,
    int[] TrainCountPerClass,
    int[] TestCountPerClass,
    int[] SampleIndices,
    string[] ClassNames) : DigitsOutput
{
    public const int SamplesPerClass = 6;

    /// <summary>The last so many of the training images are held out: not trained with, but used to judge the run.</summary>
    public int HeldOut { get; init; }
}
