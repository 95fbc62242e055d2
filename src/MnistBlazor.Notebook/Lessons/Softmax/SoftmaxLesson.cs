using MnistBlazor.ML.Models;
using MnistBlazor.ML.Training;
using static MnistBlazor.Notebook.Cells.CellKind;

namespace MnistBlazor.Notebook.Lessons.Softmax;

/// <summary>Lesson 1: softmax regression, with the source article's defaults.</summary>
public static class SoftmaxLesson
{
    /// <param name="devices">Ids of the devices to choose from, the default first.</param>
    public static Lesson Create(IReadOnlyList<string> devices) => new(
        "softmax",
        [
            new LessonCell(Setup, [], [new CodeCut("Training/Trainer.cs", "setup")]),
            new LessonCell(Data, [Setup], [new CodeCut("Data/DeviceTensors.cs", "data")]),
            new LessonCell(Batches, [Data],
                [new CodeCut("Training/MiniBatches.cs", "shuffle"), new CodeCut("Training/MiniBatches.cs", "batches")]),
            new LessonCell(Model, [Setup], [new CodeCut("Models/SoftmaxRegression.cs", "model")]),
            new LessonCell(Loss, [Batches, Model], [new CodeCut("Evaluation/UntrainedLoss.cs", "loss")]),
            new LessonCell(Training, [Batches, Model, Loss],
                [
                    new CodeCut("Training/Optimizers.cs", "optimizer-sgd"),
                    new CodeCut("Training/Trainer.cs", "training-epochs"),
                    new CodeCut("Training/Trainer.cs", "training-step"),
                ]),
            new LessonCell(Evaluation, [Training], [new CodeCut("Evaluation/Evaluator.cs", "evaluation")]),
            new LessonCell(Draw, [Training], [new CodeCut("Inference/Predictor.cs", "prediction")]),
        ],
        [
            new ChoiceParameter("device", Setup, devices[0], [.. devices]),
            new NumberParameter("batch-size", Batches, "1000", 1, 10_000, Step: 100, Integer: true, Logarithmic: true),
            new NumberParameter("learning-rate", Training, "0.1", 0.00001, 10, Step: 0.01, Logarithmic: true),
            new NumberParameter("epochs", Training, "15", 1, 100, Integer: true),
            new NumberParameter("seed", Training, "1", 0, int.MaxValue, Integer: true) { AlsoUsedBy = [Batches, Loss] },
        ],
        values => new TrainingOptions
        {
            Model = new SoftmaxRegressionSpec(),
            Optimizer = new OptimizerSpec(OptimizerKind.SGD, values.Number("learning-rate")),
            Device = values.Text("device"),
            BatchSize = values.Integer("batch-size"),
            Epochs = values.Integer("epochs"),
            Seed = values.Integer("seed"),
        });
}
