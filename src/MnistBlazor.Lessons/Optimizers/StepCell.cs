using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Code;
using MnistBlazor.Lessons.Digits;
using MnistBlazor.Lessons.Parameters;
using MnistBlazor.Lessons.Softmax;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Training;

namespace MnistBlazor.Lessons.Optimizers;

/// <summary>One step of lesson 1's network, and every number on the way of one of its weights.</summary>
public sealed class StepCell : LessonCell
{
    public const string Name = "step";

    private const int BatchSize = 100, MostParts = 5;

    private readonly SoftmaxLesson _network = new(["cpu"]);

    public StepCell() : base(Name)
    {
        Parameters =
        [
            OptimizersParameters.StepOptimizer, OptimizersParameters.StepNumber, OptimizersParameters.WeightClass,
            OptimizersParameters.WeightPixel,
        ];
        Code = [CodeRegions.WeightStep.Code, CodeRegions.WeightStep.WeightStepTried];
    }

    public override Type Output => typeof(StepOutput);

    public override async Task<CellResult> EvaluateAsync(CellContext context)
    {
        var (values, options) = (context.Values, Options(context.Values));
        var dataset = await context.Services.Datasets(context.Learner, options.Dataset, context.Progress, context.Stop);
        // A small data set has smaller batches, fewer of them, and may have fewer classes.
        options = options with { BatchSize = Math.Min(options.BatchSize, dataset.Train.Count) };
        var label = Math.Min(values.Integer(OptimizersParameters.WeightClass.Id), dataset.ClassNames.Count - 1);
        var number = Math.Min(values.Integer(OptimizersParameters.StepNumber.Id), dataset.Train.Count / options.BatchSize);
        var pixel = values.Integer(OptimizersParameters.WeightPixel.Id);
        var step = await context.Services.Lane.RunAsync(
            () => WeightStep.Of(options, dataset, label, pixel, number, context.Stop), context.Stop);
        return CellResult.Completed(Output(options.Optimizer, dataset, label, pixel, step));

        static StepOutput Output(OptimizerSpec optimizer, ImageDataset dataset, int label, int pixel, WeightStep step)
        {
            var parts = step.Parts.OrderByDescending(part => Math.Abs(part.Contribution)).ToList();
            return new(
                label, pixel, step.Step, step.Weight, step.Loss, parts.Count, [.. parts.Take(MostParts)],
                parts.Skip(MostParts).Sum(part => part.Contribution), step.Gradient, step.FiniteDifference, step.Difference,
                UpdateArithmetic.Of(optimizer, step), step.NewWeight, step.NewLoss, step.Weights)
            { Data = DatasetLabels.Of(dataset) };
        }
    }

    /// <summary>Lesson 1's run with these settings.</summary>
    public TrainingOptions Options(ParameterValues values)
    {
        var known = OptimizerKnown.Find(values.Text(OptimizersParameters.StepOptimizer.Id))!;
        return _network.Options(_network.Defaults) with
        {
            BatchSize = BatchSize,
            Seed = values.Integer("seed"),
            Dataset = values.Text(DatasetParameter.Dataset.Id),
            Optimizer = OptimizerChoice.Of(known).Spec(OptimizersParameters.SuitedRate(known.Id)),
        };
    }
}

/// <summary>The numbers of one step; see <see cref="WeightStep"/>.</summary>
/// <param name="Images">In the batch.</param>
/// <param name="Parts">Those of the images that add most to the gradient.</param>
/// <param name="Rest">What all other images add together.</param>
/// <param name="Update">From the gradient to the new weight.</param>
/// <param name="Weights">[classes][784], before the step.</param>
public sealed record StepOutput(
    int Class, int Pixel, int Step, double Weight, double Loss, int Images, IReadOnlyList<ImagePart> Parts, double Rest, double Gradient,
    double FiniteDifference, double Difference, IReadOnlyList<ArithmeticLine> Update, double NewWeight, double NewLoss,
    float[][] Weights) : DigitsOutput;
