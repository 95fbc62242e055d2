using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Code;
using MnistBlazor.Lessons.Datasets;
using MnistBlazor.Lessons.Parameters;
using MnistBlazor.Lessons.Texts;
using MnistBlazor.ML.Models;
using MnistBlazor.ML.Training;

namespace MnistBlazor.Lessons.Digits;

/// <summary>
/// A lesson that trains a network to tell small images apart: its parameters stand for the options of a run,
/// and a run's options for them.
/// </summary>
public abstract class DigitsLesson(string id, IReadOnlyList<LessonCell> cells) : Lesson(id, cells)
{
    private long _parameterCount;

    /// <summary>The share of MNIST's test images that it reads right with its defaults on a processor, as measured (bench).</summary>
    public abstract double Accuracy { get; }

    /// <summary>Of 100 test digits, rounded, how many it misreads with its defaults.</summary>
    public int Misread => (int)Math.Round(100 * (1 - Accuracy));

    /// <summary>How many numbers its network learns with its defaults.</summary>
    public long ParameterCount
    {
        get
        {
            if (_parameterCount == 0) _parameterCount = ModelSummary.Of(Options(Defaults).Model, SourceCode.Digits.Count).ParameterCount;
            return _parameterCount;
        }
    }

    /// <summary>Beside the parameters: how large the data set is, and what follows from that for batches, network and loss.</summary>
    public override string? Figure(string name, ParameterValues values, DatasetFacts data)
    {
        var images = data.TrainCount - Options(values).ValidationCount;
        return name switch
        {
            "dataset-name" => FilledText.Plain(data.Name),
            "image-count" => NumberParameter.Format(data.TrainCount + data.TestCount),
            "train-count" => NumberParameter.Format(data.TrainCount),
            "test-count" => NumberParameter.Format(data.TestCount),
            "class-count" => NumberParameter.Format(data.ClassCount),
            "last-label" => NumberParameter.Format(data.ClassCount - 1),
            "ln-classes" => NumberParameter.Format(Math.Round(Math.Log(data.ClassCount), 3)),
            "training-images" => NumberParameter.Format(images),
            "batches-per-epoch" => NumberParameter.Format(images / values.Integer("batch-size")),
            "parameter-count" => NumberParameter.Format(ModelSummary.Of(Options(values).Model, data.ClassCount).ParameterCount),
            _ => base.Figure(name, values, data),
        };
    }

    /// <summary>The run that a set of parameters stands for.</summary>
    public virtual TrainingOptions Options(ParameterValues values) => new()
    {
        Model = Model(values),
        Optimizer = Optimizer(values),
        Dataset = values.Text("dataset"),
        Device = values.Text("device"),
        BatchSize = values.Integer("batch-size"),
        Epochs = values.Integer("epochs"),
        Seed = values.Integer("seed"),
        Fault = Parameter(DigitsFaults.Id) is not null ? DigitsFaults.Of(values.Text(DigitsFaults.Id)) : null,
        ValidationCount = Parameter(DigitsParameters.HoldOut.Id) is not null ? values.Integer(DigitsParameters.HoldOut.Id) : 0,
    };

    /// <summary>
    /// Values that stand for <paramref name="options"/>: <see cref="Options"/> makes the same of them. What the options do not tell, like
    /// the momentum of an optimizer that has none, is at its default.
    /// </summary>
    public ParameterValues ValuesOf(TrainingOptions options) =>
        new(Parameters.Select(parameter => KeyValuePair.Create(parameter.Id, ValueOf(options, parameter.Id) ?? parameter.Default)));

    protected abstract ModelSpec Model(ParameterValues values);

    protected virtual OptimizerSpec Optimizer(ParameterValues values) => OptimizerParameters.Spec(values);

    /// <summary>The value of a parameter, in canonical form, that options stand for; null: they do not tell.</summary>
    protected virtual string? ValueOf(TrainingOptions options, string parameter) => parameter switch
    {
        "device" => options.Device,
        "dataset" => options.Dataset,
        "batch-size" => NumberParameter.Format(options.BatchSize),
        "epochs" => NumberParameter.Format(options.Epochs),
        "seed" => NumberParameter.Format(options.Seed),
        DigitsFaults.Id => DigitsFaults.IdOf(options.Fault),
        "hold-out" => NumberParameter.Format(options.ValidationCount),
        _ => OptimizerParameters.ValueOf(options.Optimizer, parameter),
    };

    protected internal override IReadOnlyList<object> CodeOptions(ParameterValues values)
    {
        var options = Options(values).AsTrained();
        return [options, options.Optimizer, options.Model, options.Augmentation ?? new Augmentation()];
    }

    // A fault stands before the step of the training that it spoils.
    protected override string? PyTorchTemplate(string cell, ParameterValues values) =>
        cell == TrainingCell.Name && values.Has(DigitsFaults.Id) && File($"pytorch/fault-{values.Text(DigitsFaults.Id)}.py") is { } fault
            ? $"{fault}\n{base.PyTorchTemplate(cell, values)}"
            : base.PyTorchTemplate(cell, values);
}
