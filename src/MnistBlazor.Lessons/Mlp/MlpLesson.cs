using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Code;
using MnistBlazor.Lessons.Digits;
using MnistBlazor.Lessons.Parameters;
using MnistBlazor.ML.Models;
using MnistBlazor.ML.Training;
using static MnistBlazor.Lessons.Digits.DigitsParameters;

namespace MnistBlazor.Lessons.Mlp;

/// <summary>Lesson 2: hidden layers, and a choice of optimizers, with the second article's defaults.</summary>
/// <param name="devices">Ids of the devices to choose from, the default first.</param>
public sealed class MlpLesson(IReadOnlyList<string> devices) : DigitsLesson("mlp",
[
    new SetupCell(devices),
    new DataCell(HoldOut),
    new BatchesCell(1000),
    new ModelCell(
        [CodeRegions.MultilayerPerceptron.Model, CodeRegions.Initialization.Code],
        new LayersParameter("layers", "256-relu-0,256-relu-0"),
        new ChoiceParameter("initialization", Initializations[0], Initializations)),
    new LossCell(),
    new TrainingCell(
        OptimizerParameters.Code, [.. OptimizerParameters.All("adam", 0.001), Epochs(15), Seed, DigitsFaults.Parameter(dropout: true)]),
    new EvaluationCell(),
    new ShiftsCell(),
    new DrawCell(),
])
{
    private static readonly string[] Initializations = ["default", "xavier", "he", "zeros"];

    public override double Accuracy => 0.9769;

    public override IReadOnlyList<Recipe> Recipes { get; } =
        [new Recipe("sigmoid", new Dictionary<string, string> { ["layers"] = "256-sigmoid-0,256-sigmoid-0" })];

    public override IReadOnlyList<Question> Questions { get; } =
    [
        new Question(
            "no-activation", TrainingCell.Name, new Dictionary<string, string> { ["layers"] = "256-none-0,256-none-0" },
            [0.90, 0.95, 0.97]),
        new Question(
            "tenfold-adam", TrainingCell.Name, new Dictionary<string, string> { ["learning-rate"] = "0.01" }, [0.95, 0.98]),
    ];

    // Until November 2026 a switch put sigmoid into every layer, whatever the layers said.
    public override ParameterValues? ReadRetired(string parameter, string text, ParameterValues values) =>
        parameter == "sigmoid" && text is "true" or "on" or "1"
            ? values.With("layers", LayersParameter.Format(
                values.Layers("layers").Select(layer => layer with { Activation = Activation.Sigmoid })))
            : null;

    protected override ModelSpec Model(ParameterValues values) => new MultilayerPerceptronSpec(
        values.Layers("layers"), Enum.Parse<WeightInitialization>(values.Text("initialization"), ignoreCase: true));

    protected override string? ValueOf(TrainingOptions options, string parameter) => (options.Model, parameter) switch
    {
        (MultilayerPerceptronSpec model, "layers") => LayersParameter.Format(model.HiddenLayers),
        (MultilayerPerceptronSpec model, "initialization") => model.Initialization.ToString().ToLowerInvariant(),
        _ => base.ValueOf(options, parameter),
    };
}
