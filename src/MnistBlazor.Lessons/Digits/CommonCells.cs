using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Code;
using static MnistBlazor.Lessons.Cells.CellKind;

namespace MnistBlazor.Lessons.Digits;

/// <summary>The cells that the lessons have in common, each with what it requires and the source that it runs.</summary>
internal static class CommonCells
{
    public static readonly LessonCell SetupCell = new(Setup, [], [new CodeCut("Training/Trainer.cs", "setup")]);

    public static readonly LessonCell DataCell = new(Data, [Setup], [new CodeCut("Data/DeviceTensors.cs", "data")]);

    public static readonly LessonCell BatchesCell = new(Batches, [Data],
        [new CodeCut("Training/MiniBatches.cs", "shuffle"), new CodeCut("Training/MiniBatches.cs", "batches")]);

    public static LessonCell ModelCell(params CodeCut[] code) => new(Model, [Setup], code);

    public static readonly LessonCell LossCell = new(Loss, [Batches, Model], [new CodeCut("Evaluation/UntrainedLoss.cs", "loss")]);

    /// <param name="optimizers">The piece that creates the optimizer, or one for each choice.</param>
    public static LessonCell TrainingCell(params CodeCut[] optimizers) => new(CellKind.Training, [Batches, Model, Loss],
        [.. optimizers, new CodeCut("Training/Trainer.cs", "training-epochs"), new CodeCut("Training/Trainer.cs", "training-step")]);

    public static readonly LessonCell EvaluationCell = new(Evaluation, [CellKind.Training], [new CodeCut("Evaluation/Evaluator.cs", "evaluation")]);

    public static readonly LessonCell DrawCell = new(Draw, [CellKind.Training], [new CodeCut("Inference/Predictor.cs", "prediction")]);
}
