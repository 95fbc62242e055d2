using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Code;
using MnistBlazor.Lessons.Digits;
using MnistBlazor.Lessons.Parameters;
using MnistBlazor.ML.Models;
using MnistBlazor.ML.Training;
using static MnistBlazor.Lessons.Digits.CommonCells;
using static MnistBlazor.Lessons.Digits.CommonParameters;

namespace MnistBlazor.Lessons.Mlp;

/// <summary>Lesson 2: hidden layers, and a choice of optimizers, with the second article's defaults.</summary>
public static class MlpLesson
{
    private static readonly string[] Initializations = ["default", "xavier", "he", "zeros"];

    /// <param name="devices">Ids of the devices to choose from, the default first.</param>
    public static Lesson Create(IReadOnlyList<string> devices) => new(
        "mlp",
        [
            SetupCell,
            DataCell,
            BatchesCell,
            ModelCell(
                new CodeCut("Models/MultilayerPerceptron.cs", "model"),
                new CodeCut("Models/Initialization.cs", "initialization")),
            LossCell,
            TrainingCell(OptimizerParameters.Code),
            EvaluationCell,
            DrawCell,
        ],
        [
            Device(devices),
            Dataset,
            BatchSize(1000),
            new LayersParameter("layers", CellKind.Model, "256-relu-0,256-relu-0"),
            new SwitchParameter("sigmoid", CellKind.Model, "false"),
            new ChoiceParameter("initialization", CellKind.Model, Initializations[0], Initializations),
            .. OptimizerParameters.All("adam"),
            LearningRate(0.001),
            Epochs(15),
            Seed,
        ],
        values => new TrainingOptions
        {
            Model = new MultilayerPerceptronSpec(
                Layers(values), Enum.Parse<WeightInitialization>(values.Text("initialization"), ignoreCase: true)),
            Optimizer = OptimizerParameters.Spec(values),
            Dataset = values.Text("dataset"),
            Device = values.Text("device"),
            BatchSize = values.Integer("batch-size"),
            Epochs = values.Integer("epochs"),
            Seed = values.Integer("seed"),
        });

    // The switch sets aside what the layers say, so that one click compares the two.
    private static IReadOnlyList<HiddenLayer> Layers(ParameterValues values) => values.Switch("sigmoid")
        ? [.. values.Layers("layers").Select(layer => layer with { Activation = Activation.Sigmoid })]
        : values.Layers("layers");
}
