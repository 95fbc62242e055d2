using System.Globalization;
using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Code;
using MnistBlazor.Lessons.Digits;
using MnistBlazor.Lessons.Parameters;
using MnistBlazor.ML.Models;
using MnistBlazor.ML.Training;
using static MnistBlazor.Lessons.Digits.CommonCells;
using static MnistBlazor.Lessons.Digits.CommonParameters;

namespace MnistBlazor.Lessons.Cnn;

/// <summary>
/// Lesson 3: convolution, augmentation, a hold-out and a one-cycle learning rate. The defaults and the full recipe are the measured
/// ones of <see cref="Recipes"/>.
/// </summary>
public static class CnnLesson
{
    private static readonly string[] Channels = ["8-16-32", "16-32", "16-32-64", "32-64", "32-64-128"];
    private static readonly string[] Schedules = ["one-cycle", "constant"];

    /// <param name="devices">Ids of the devices to choose from, the default first.</param>
    public static Lesson Create(IReadOnlyList<string> devices) => new(
        "cnn",
        [
            SetupCell,
            DataCell,
            BatchesCell with { Code = [.. BatchesCell.Code, new CodeCut("Training/Augmentation.cs", "augmentation")] },
            ModelCell(new CodeCut("Models/ConvolutionalNetwork.cs", "model")),
            LossCell,
            TrainingCell(
            [
                .. OptimizerParameters.Code,
                new CodeCut("Training/LearningRates.cs", "schedule") { When = new Condition("schedule", ["one-cycle"]) },
            ]),
            EvaluationCell,
            DrawCell,
        ],
        [
            Device(devices),
            Dataset,
            new NumberParameter("hold-out", CellKind.Data, "5000", 0, 10_000, Step: 500, Integer: true),
            BatchSize(100),
            new NumberParameter("rotation", CellKind.Batches, "8", 0, 45),
            new NumberParameter("shift", CellKind.Batches, "1", 0, 8, Step: 0.5),
            new NumberParameter("zoom", CellKind.Batches, "0.05", 0, 0.5, Step: 0.01),
            new ChoiceParameter("channels", CellKind.Model, Channels[0], Channels),
            new SwitchParameter("batch-norm", CellKind.Model, "true"),
            new NumberParameter("hidden-units", CellKind.Model, "0", 0, 1024, Step: 16, Integer: true),
            new NumberParameter("dropout", CellKind.Model, "0", 0, 0.9, Step: 0.05),
            .. OptimizerParameters.All("adamw", weightDecay: 0.01),
            LearningRate(0.01),
            new ChoiceParameter("schedule", CellKind.Training, Schedules[0], Schedules),
            Epochs(5),
            Seed,
        ],
        Options)
    {
        Recipes =
        [
            new Recipe("full", new Dictionary<string, string>
            {
                ["rotation"] = "10", ["shift"] = "2", ["zoom"] = "0.1",
                ["channels"] = "32-64-128", ["hidden-units"] = "128", ["dropout"] = "0.3", ["epochs"] = "15",
            }),
        ],
    };

    private static TrainingOptions Options(ParameterValues values)
    {
        var augmentation = new Augmentation(values.Number("rotation"), values.Number("shift"), values.Number("zoom"));
        return new TrainingOptions
        {
            Model = new ConvolutionalNetworkSpec(
                [.. values.Text("channels").Split('-').Select(channels => int.Parse(channels, CultureInfo.InvariantCulture))],
                values.Integer("hidden-units"), values.Switch("batch-norm"), values.Number("dropout")),
            Optimizer = OptimizerParameters.Spec(values),
            Schedule = values.Text("schedule") == "one-cycle" ? LearningRateSchedule.OneCycle : LearningRateSchedule.Constant,
            Augmentation = augmentation == new Augmentation() ? null : augmentation,
            ValidationCount = values.Integer("hold-out"),
            Dataset = values.Text("dataset"),
            Device = values.Text("device"),
            BatchSize = values.Integer("batch-size"),
            Epochs = values.Integer("epochs"),
            Seed = values.Integer("seed"),
        };
    }
}
