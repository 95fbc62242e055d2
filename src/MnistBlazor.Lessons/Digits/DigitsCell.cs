using MnistBlazor.Lessons.Cells;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Training;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Digits;

/// <summary>A cell of a lesson that trains a network.</summary>
public abstract class DigitsCell(string id) : LessonCell(id)
{
    /// <summary>The run that the parameters stand for.</summary>
    protected static TrainingOptions OptionsOf(CellContext context) => ((DigitsLesson)context.Lesson).Options(context.Values);

    /// <exception cref="DatasetException"/>
    protected static Task<ImageDataset> LoadAsync(CellContext context) => Task.Run(
        () => context.Services.Datasets(context.Learner, OptionsOf(context).Dataset, context.Progress, context.Stop), context.Stop);
}

/// <summary>What a cell shows of a data set.</summary>
public abstract record DigitsOutput : CellOutput
{
    /// <summary>
    /// The data set that images and classes in it are of; null where there are none, or it was stored by an earlier version.
    /// </summary>
    public DatasetLabels? Data { get; init; }
}

/// <summary>A data set's id and the names of its classes, by label: what is shown of it stays true when another one is chosen.</summary>
public sealed record DatasetLabels(string Id, string[] ClassNames)
{
    public static readonly DatasetLabels Mnist = new("mnist", ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);

    public static DatasetLabels Of(ImageDataset dataset) => new(dataset.Id, [.. dataset.ClassNames]);
}
