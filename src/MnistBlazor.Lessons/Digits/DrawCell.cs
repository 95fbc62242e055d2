using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Code;
using MnistBlazor.ML.Inference;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Digits;

/// <summary>The pad reads what is drawn with the network that was trained.</summary>
public sealed class DrawCell : DigitsCell
{
    public const string Name = "draw";

    public DrawCell() : base(Name)
    {
        Requires = [TrainingCell.Name];
        Code = [CodeRegions.Predictor.Prediction];
    }

    public override Type Output => typeof(DrawOutput);

    public override bool IsQuick => true;

    public override Task<CellResult> EvaluateAsync(CellContext context) => Task.FromResult(Weights(context) is null
        ? CellResult.Failed(CellMessages.RunGone)
        : CellResult.Completed(new DrawOutput(context.Run!.Value)));

    /// <summary>Those of the run that the cell uses; null: it was deleted.</summary>
    internal static TrainedModel? Weights(CellContext context)
    {
        var (runs, learner, run) = (context.Services.Runs, context.Learner, context.Run!.Value);
        return runs.Find(learner, run) is null ? null : runs.Model(learner, run);
    }
}

/// <summary>The run whose weights read what is drawn on the pad.</summary>
public sealed record DrawOutput(RunId Run) : CellOutput;
