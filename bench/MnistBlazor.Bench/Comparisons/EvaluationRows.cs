using System.Diagnostics;
using MnistBlazor.ML.Evaluation;
using MnistBlazor.ML.Training;

namespace MnistBlazor.Bench.Comparisons;

/// <summary>The test images, once through the networks of lessons 2 and 3.</summary>
internal static class EvaluationRows
{
    private static readonly (string Key, string Name, TrainingOptions Options)[] Lessons =
    [
        ("mlp", "lesson 2", Recipes.Perceptron),
        ("cnn", "lesson 3", Recipes.Convolutional),
        ("cnn-quick", "lesson 3, quick", Recipes.ConvolutionalQuick),
    ];

    public static Task<IReadOnlyList<Row>> MeasureAsync(Conditions conditions)
    {
        var rows = new List<Row>();
        foreach (var (key, name, options) in Lessons) rows.AddRange(Lesson(conditions, key, name, options));
        return Task.FromResult<IReadOnlyList<Row>>(rows);
    }

    private static IEnumerable<Row> Lesson(Conditions conditions, string key, string name, TrainingOptions options)
    {
        conditions.Say($"evaluation of {name}");
        var mnist = conditions.Mnist;
        using var trainer = new Trainer(options, mnist);
        trainer.TrainBatch();
        var model = trainer.Snapshot();
        using var pytorch = PyTorchProcess.Start("pytorch_evaluation.py", key, conditions.MnistFolder, $"{mnist.Test.Count}");
        List<double> once = [], whole = [], theirs = [];
        for (var round = -1; round < conditions.Times; round++)
        {
            var (own, other, all) = (
                Seconds(() => Evaluator.Confusion(model, mnist, options.Device)), pytorch?.Ask()[0],
                Seconds(() => Evaluator.Evaluate(model, mnist, options.Device)));
            if (round < 0) continue; // the first of each is nobody's measure
            once.Add(1000 * own);
            whole.Add(1000 * all);
            if (other is { } seconds) theirs.Add(1000 * seconds);
        }
        var (images, what) = ($"{mnist.Test.Count} test images", new Samples(once));
        yield return pytorch is null
            ? Row.Shown($"{images} through {name}", what.Text("ms"), "PyTorch", "not here: it needs python3-torch")
            : Row.Ratio($"{images} through {name}", what, "PyTorch", new(theirs), "ms", 1);
        yield return Row.Shown($"the evaluation that {name} shows: twice through it, and what it reads out", new Samples(whole).Text("ms"));
    }

    private static double Seconds(Action action)
    {
        var begun = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }
}
