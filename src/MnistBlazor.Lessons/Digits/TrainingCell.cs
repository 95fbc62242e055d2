using System.Security.Cryptography;
using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Code;
using MnistBlazor.Lessons.Parameters;
using MnistBlazor.ML.Training;

namespace MnistBlazor.Lessons.Digits;

/// <summary>Training: a run.</summary>
public sealed class TrainingCell : DigitsCell
{
    public const string Name = "training";

    /// <param name="code">What is shown before the loop: the piece that creates the optimizer, or one for each choice.</param>
    public TrainingCell(IReadOnlyList<CodeCut> code, params ParameterDefinition[] parameters) : base(Name)
    {
        Requires = [BatchesCell.Name, ModelCell.Name, LossCell.Name];
        Parameters = parameters;
        Code = [.. code, .. DigitsFaults.Code, CodeRegions.Trainer.TrainingEpochs, CodeRegions.Trainer.TrainingStep];
    }

    public override Type Output => typeof(TrainingOutput);

    public override bool HoldsRun => true;

    public override TrainingOptions RunOptions(Lesson lesson, ParameterValues values) => ((DigitsLesson)lesson).Options(values);

    public override async Task<CellResult> EvaluateAsync(CellContext context)
    {
        // Nobody can tell beforehand what a hunt will plant, whatever the seed.
        var options = DigitsFaults.Planted(OptionsOf(context), RandomNumberGenerator.GetInt32);
        var run = await context.Services.Runs.StartAsync(context.Learner, context.Lesson.Id, options);
        return await context.HoldRun(run.Id);
    }
}
