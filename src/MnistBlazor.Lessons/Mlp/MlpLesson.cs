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
        new SwitchParameter("sigmoid", "false"),
        new ChoiceParameter("initialization", Initializations[0], Initializations)),
    new LossCell(),
    new TrainingCell(OptimizerParameters.Code, [.. OptimizerParameters.All("adam"), LearningRate(0.001), Epochs(15), Seed]),
    new EvaluationCell(),
    new DrawCell(),
])
{
    private static readonly string[] Initializations = ["default", "xavier", "he", "zeros"];

    public override int Misread => 3;

    protected override ModelSpec Model(ParameterValues values) => new MultilayerPerceptronSpec(
        Layers(values), Enum.Parse<WeightInitialization>(values.Text("initialization"), ignoreCase: true));

    protected override string? ValueOf(TrainingOptions options, string parameter) => (options.Model, parameter) switch
    {
        (MultilayerPerceptronSpec model, "layers") => LayersParameter.Format(model.HiddenLayers),
        (MultilayerPerceptronSpec model, "initialization") => model.Initialization.ToString().ToLowerInvariant(),
        _ => base.ValueOf(options, parameter),
    };

    // The switch sets aside what the layers say, so that one click compares the two.
    private static IReadOnlyList<HiddenLayer> Layers(ParameterValues values) => values.Switch("sigmoid")
        ? [.. values.Layers("layers").Select(layer => layer with { Activation = Activation.Sigmoid })]
        : values.Layers("layers");
}
