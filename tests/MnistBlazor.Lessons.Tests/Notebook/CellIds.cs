using MnistBlazor.Lessons.Digits;

namespace MnistBlazor.Lessons.Tests.Notebook;

/// <summary>The cells of the lessons about digits.</summary>
internal static class CellIds
{
    public const string Setup = SetupCell.Name, Data = DataCell.Name, Batches = BatchesCell.Name, Model = ModelCell.Name,
        Loss = LossCell.Name, Training = TrainingCell.Name, Evaluation = EvaluationCell.Name, Shifts = ShiftsCell.Name,
        Draw = DrawCell.Name;

    public static readonly string[] All = [Setup, Data, Batches, Model, Loss, Training, Evaluation, Shifts, Draw];
}
