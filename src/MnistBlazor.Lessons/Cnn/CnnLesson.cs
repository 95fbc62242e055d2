using System.Globalization;
using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Code;
using MnistBlazor.Lessons.Datasets;
using MnistBlazor.Lessons.Digits;
using MnistBlazor.Lessons.Parameters;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Models;
using MnistBlazor.ML.Training;
using static MnistBlazor.Lessons.Digits.DigitsParameters;

namespace MnistBlazor.Lessons.Cnn;

/// <summary>
/// Lesson 3: convolution, augmentation, a hold-out and a one-cycle learning rate. The defaults and the full recipe are the measured
/// ones of <see cref="ML.Training.Recipes"/>.
/// </summary>
/// <param name="devices">Ids of the devices to choose from, the default first.</param>
public sealed class CnnLesson(IReadOnlyList<string> devices) : DigitsLesson("cnn",
[
    new SetupCell(devices),
    new DataCell(HoldOut),
    new BatchesCell(
        100,
        [
            new NumberParameter("rotation", "8", 0, 45),
            new NumberParameter("shift", "1", 0, 8, Step: 0.5),
            new NumberParameter("zoom", "0.05", 0, 0.5, Step: 0.01),
            new NumberParameter("batch-shift", "0", 0, 4, Integer: true),
        ],
        CodeRegions.Augmentation.Code),
    new ModelCell(
        [CodeRegions.ConvolutionalNetwork.Model],
        new ChoiceParameter("channels", Channels[0], Channels),
        new ChoiceParameter("kernel-size", "3", ["3", "5"]),
        new ChoiceParameter("shrinking", Shrinkings[0], Shrinkings),
        new SwitchParameter("batch-norm", "true"),
        new NumberParameter("hidden-units", "0", 0, 1024, Step: 16, Integer: true),
        new NumberParameter("dropout", "0", 0, 0.9, Step: 0.05)),
    new LossCell(),
    new TrainingCell(
        [
            .. OptimizerParameters.Code,
            CodeRegions.LearningRates.Schedule with { When = new Condition("schedule", ["one-cycle"]) },
        ],
        [
            .. OptimizerParameters.All("adamw", 0.01, weightDecay: 0.01),
            new ChoiceParameter("schedule", Schedules[0], Schedules),
            Epochs(5),
            Seed,
            DigitsFaults.Parameter(dropout: true),
        ]),
    new EvaluationCell(),
    new ShiftsCell(),
    new DrawCell(),
])
{
    private static readonly string[] Channels = ["8-16-32", "16-32", "16-32-64", "32-64", "32-64-128"];
    private static readonly string[] Shrinkings = ["pooling", "stride"];
    private static readonly string[] Schedules = ["one-cycle", "constant"];

    public override double Accuracy => 0.9927;

    public override IReadOnlyList<Question> Questions { get; } =
    [
        new Question("one-epoch", TrainingCell.Name, new Dictionary<string, string> { ["epochs"] = "1" }, [0.95, 0.977]),
        new Question("tenfold-cycle", TrainingCell.Name, new Dictionary<string, string> { ["learning-rate"] = "0.1" }, [0.95, 0.99]),
    ];

    public override IReadOnlyList<Recipe> Recipes { get; } =
    [
        new Recipe(Recipe.Quick, new Dictionary<string, string>
        {
            ["rotation"] = "0", ["shift"] = "0", ["zoom"] = "0", ["batch-shift"] = "1",
            ["channels"] = "16-32", ["kernel-size"] = "5", ["shrinking"] = "stride", ["learning-rate"] = "0.02", ["epochs"] = "3",
        }),
        new Recipe("full", new Dictionary<string, string>
        {
            ["rotation"] = "10", ["shift"] = "2", ["zoom"] = "0.1",
            ["channels"] = "32-64-128", ["hidden-units"] = "128", ["dropout"] = "0.3", ["epochs"] = "15",
        }),
        new Recipe("drawings", new Dictionary<string, string> { ["dataset"] = DatasetStore.MnistAndHands }),
    ];

    public override TrainingOptions Options(ParameterValues values)
    {
        var augmentation = new Augmentation(values.Number("rotation"), values.Number("shift"), values.Number("zoom"))
        {
            BatchShift = values.Integer("batch-shift"),
        };
        return base.Options(values) with
        {
            Schedule = values.Text("schedule") == "one-cycle" ? LearningRateSchedule.OneCycle : LearningRateSchedule.Constant,
            Augmentation = augmentation == new Augmentation() ? null : augmentation,
        };
    }

    public override string? Figure(string name, ParameterValues values, DatasetFacts data) => name switch
    {
        "zoom-percent" => NumberParameter.Format(Math.Round(100 * values.Number("zoom"), 1)),
        "most-shift" => NumberParameter.Format(values.Number("shift") + values.Number("batch-shift")),
        "kernel-weights" => NumberParameter.Format(Math.Pow(values.Number("kernel-size"), 2)),
        _ => base.Figure(name, values, data),
    };

    protected override ModelSpec Model(ParameterValues values) => new ConvolutionalNetworkSpec(
        [.. values.Text("channels").Split('-').Select(channels => int.Parse(channels, CultureInfo.InvariantCulture))],
        values.Integer("hidden-units"), values.Switch("batch-norm"), values.Number("dropout"))
    {
        KernelSize = values.Integer("kernel-size"),
        Strided = values.Text("shrinking") == "stride",
    };

    protected override string? ValueOf(TrainingOptions options, string parameter) => (options.Model, parameter) switch
    {
        (_, "schedule") => options.Schedule == LearningRateSchedule.OneCycle ? "one-cycle" : "constant",
        (_, "rotation") => NumberParameter.Format((options.Augmentation ?? new()).Rotation),
        (_, "shift") => NumberParameter.Format((options.Augmentation ?? new()).Shift),
        (_, "zoom") => NumberParameter.Format((options.Augmentation ?? new()).Zoom),
        (_, "batch-shift") => NumberParameter.Format((options.Augmentation ?? new()).BatchShift),
        (ConvolutionalNetworkSpec model, "channels") => string.Join('-', model.Channels),
        (ConvolutionalNetworkSpec model, "kernel-size") => NumberParameter.Format(model.KernelSize),
        (ConvolutionalNetworkSpec model, "shrinking") => Shrinkings[model.Strided ? 1 : 0],
        (ConvolutionalNetworkSpec model, "hidden-units") => NumberParameter.Format(model.HiddenUnits),
        (ConvolutionalNetworkSpec model, "batch-norm") => SwitchParameter.Format(model.BatchNorm),
        (ConvolutionalNetworkSpec model, "dropout") => NumberParameter.Format(model.Dropout),
        _ => base.ValueOf(options, parameter),
    };
}
