using MnistBlazor.ML.Evaluation;
using MnistBlazor.ML.Training;

namespace MnistBlazor.Bench.Comparisons;

/// <summary>
/// Lesson 3's quick recipe beside PyTorch's own example for MNIST: seconds of training by the clock until 99 of 100 test images are read
/// right. Both are tested after each epoch; testing is not counted.
/// </summary>
internal static class QuickRows
{
    private const double Wanted = 0.99;

    /// <summary>PyTorch's example takes minutes.</summary>
    private const int MostTimesOfTheExample = 2;

    public static Task<IReadOnlyList<Row>> MeasureAsync(Conditions conditions)
    {
        var mnist = conditions.Mnist;
        var times = Math.Min(conditions.Times, MostTimesOfTheExample);
        using var example = PyTorchProcess.Start(
            "pytorch_example.py", conditions.MnistFolder, $"{mnist.Test.Count}", conditions.Smoke ? "10" : "0",
            conditions.Smoke ? "1" : "14", FormattableString.Invariant($"{Wanted}"));
        List<double> ours = [], accuracies = [], theirs = [], theirAccuracies = [];
        for (var round = 1; round <= conditions.Times; round++)
        {
            conditions.Say($"lesson 3 to 99 %, round {round}");
            var (seconds, accuracy) = Train(conditions, seed: round);
            ours.Add(seconds);
            accuracies.Add(accuracy);
            if (example is null || round > times) continue;
            var answer = example.Ask($"{round}");
            theirs.Add(answer[0]);
            theirAccuracies.Add(answer[1]);
        }

        var samples = new Samples(ours);
        // Who never gets there has not taken so long, but for ever.
        var reached = accuracies.All(accuracy => accuracy >= Wanted);
        var what = $"lesson 3, quick, trained to 99 % of the test images ({Percent(accuracies)})";
        var measured = Row.AtMost(what, samples, "s", 20);
        var compared = example is null
            ? Row.Shown(what, samples.Text("s"), "PyTorch's example", "not here: it needs python3-torch")
            : Row.Ratio(what, samples, $"PyTorch's example, {times} {(times == 1 ? "time" : "times")} ({Percent(theirAccuracies)})",
                new(theirs), "s", 0.2);
        return Task.FromResult<IReadOnlyList<Row>>(
        [
            measured with { Held = measured.Held == true && reached },
            compared with { Held = compared.Held is null ? null : compared.Held == true && reached },
        ]);
    }

    private static (double Seconds, double Accuracy) Train(Conditions conditions, int seed)
    {
        var options = Recipes.ConvolutionalQuick with { Seed = seed };
        if (conditions.Smoke) options = options with { Epochs = 1 };
        using var trainer = new Trainer(options, conditions.Mnist);
        var (seconds, accuracy) = (0.0, 0.0);
        while (accuracy < Wanted && !trainer.Finished)
        {
            seconds += EpochRows.TrainEpoch(trainer);
            var confusion = Evaluator.Confusion(trainer.Snapshot(), conditions.Mnist, options.Device);
            accuracy = confusion.Select((row, label) => row[label]).Sum() / (double)conditions.Mnist.Test.Count;
        }
        return (seconds, accuracy);
    }

    private static string Percent(List<double> accuracies) => new Samples([.. accuracies.Select(accuracy => 100 * accuracy)]) switch
    {
        { Values.Count: 1 } one => FormattableString.Invariant($"{one.Median:0.00} %"),
        var all => FormattableString.Invariant($"{all.Values.Min():0.00}-{all.Values.Max():0.00} %"),
    };
}
