using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Code;
using MnistBlazor.ML.Models;
using MnistBlazor.ML.Training;
using static MnistBlazor.Lessons.Digits.CommonCells;
using static MnistBlazor.Lessons.Digits.CommonParameters;

namespace MnistBlazor.Lessons.Softmax;

/// <summary>Lesson 1: softmax regression, with the source article's defaults.</summary>
public static class SoftmaxLesson
{
    /// <param name="devices">Ids of the devices to choose from, the default first.</param>
    public static Lesson Create(IReadOnlyList<string> devices) => new(
        "softmax",
        [
            SetupCell,
            DataCell,
            BatchesCell,
            ModelCell(new CodeCut("Models/SoftmaxRegression.cs", "model")),
            LossCell,
            TrainingCell(new CodeCut("Training/Optimizers.cs", "optimizer-sgd")),
            EvaluationCell,
            DrawCell,
        ],
        [Device(devices), Dataset, BatchSize(1000), LearningRate(0.1), Epochs(15), Seed],
        values => new TrainingOptions
        {
            Model = new SoftmaxRegressionSpec(),
            Optimizer = new OptimizerSpec(OptimizerKind.SGD, values.Number("learning-rate")),
            Dataset = values.Text("dataset"),
            Device = values.Text("device"),
            BatchSize = values.Integer("batch-size"),
            Epochs = values.Integer("epochs"),
            Seed = values.Integer("seed"),
        });
}
