using System.Runtime.InteropServices;
using System.Text.Json;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Evaluation;
using MnistBlazor.ML.Inference;
using MnistBlazor.ML.Models;
using MnistBlazor.ML.Weights;

namespace MnistBlazor.ML.Tests.Evaluation;

/// <summary>A network whose weights are the mean training images is found to be what NumPy finds: tests/oracle/evaluation.py.</summary>
public class EvaluationOracleTests
{
    private const double Sharpness = 0.5;

    private static readonly Found Oracle = JsonSerializer.Deserialize<Found>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Evaluation", "evaluation-oracle.json")))!;

    [Fact]
    public async Task Loss_classes_and_calibration_are_those_of_NumPy()
    {
        var dataset = await DatasetAsync();

        var result = Evaluator.Evaluate(Means(dataset), dataset, "cpu");

        Assert.Equal(Oracle.Right / 500.0, result.Accuracy, 1e-6);
        Assert.Equal(Oracle.Loss, result.Loss, 1e-5);
        foreach (var (bin, expected) in result.Calibration.Zip(Oracle.Bins))
        {
            Assert.Equal((int)expected[0], bin.Count);
            Assert.Equal(expected[1], bin.Confidence, 1e-5);
            Assert.Equal(expected[2], bin.Accuracy, 1e-9);
        }
        Assert.Equal(Oracle.CalibrationError, Calibration.Error(result.Calibration), 1e-5);
        foreach (var (scores, expected) in ClassScores.Of(result.Confusion).Zip(Oracle.Classes))
        {
            Assert.Equal(expected[0], scores.Precision!.Value, 1e-9);
            Assert.Equal(expected[1], scores.Recall!.Value, 1e-9);
            Assert.Equal(expected[2], scores.F1!.Value, 1e-9);
        }
    }

    [Fact]
    public async Task Shifted_and_scaled_images_are_read_as_often_as_NumPy_reads_them()
    {
        var dataset = await DatasetAsync();
        using var survey = new ShiftSurvey(Means(dataset), dataset, "cpu", 500);

        foreach (var place in Oracle.Shifts)
            Assert.Equal(place[2], survey.Row(place[1])[place[0] + ShiftSurvey.Reach].Right);
        Assert.Equal(Oracle.Scales.Select(scale => scale[0]), ShiftSurvey.Scales);
        Assert.Equal(Oracle.Scales.Select(scale => (int)scale[1]), ShiftSurvey.Scales.Select(scale => survey.Scaled(scale).Right));
    }

    [Fact]
    public void A_share_lies_where_its_interval_says()
    {
        foreach (var expected in Oracle.Wilson)
        {
            var interval = WilsonInterval.Of((int)expected[0], (int)expected[1]);

            Assert.Equal(expected[2], interval.Low, 1e-9);
            Assert.Equal(expected[3], interval.High, 1e-9);
        }
        Assert.Throws<ArgumentException>(() => WilsonInterval.Of(0, 0));
    }

    private static async Task<ImageDataset> DatasetAsync() => (await Mnist.LoadAsync()).Take(1000, 500);

    private static TrainedModel Means(ImageDataset dataset)
    {
        var (sums, counts) = (new double[10, 784], dataset.Train.CountPerClass());
        for (var image = 0; image < dataset.Train.Count; image++)
        {
            var pixels = dataset.Train.Pixels(image);
            for (var pixel = 0; pixel < 784; pixel++) sums[dataset.Train.Label(image), pixel] += pixels[pixel] / 255.0;
        }
        var (weights, biases) = (new float[7840], new float[10]);
        for (var digit = 0; digit < 10; digit++)
        {
            var squares = 0.0;
            for (var pixel = 0; pixel < 784; pixel++)
            {
                var mean = sums[digit, pixel] / counts[digit];
                weights[digit * 784 + pixel] = (float)(Sharpness * mean);
                squares += mean * mean;
            }
            biases[digit] = (float)(-Sharpness / 2 * squares);
        }
        var tensors = new Dictionary<string, TensorEntry>
        {
            ["linear.weight"] = new("F32", [10, 784], MemoryMarshal.AsBytes(weights.AsSpan()).ToArray()),
            ["linear.bias"] = new("F32", [10], MemoryMarshal.AsBytes(biases.AsSpan()).ToArray()),
        };
        return new(new SoftmaxRegressionSpec(), new SafeTensorsFile(tensors).ToBytes());
    }

    /// <param name="Bins">Of each: count, mean confidence, share right.</param>
    /// <param name="Wilson">Right, tested, low, high.</param>
    /// <param name="Classes">Precision, recall, F1.</param>
    /// <param name="Shifts">dx, dy, right.</param>
    /// <param name="Scales">Scale, right.</param>
    private sealed record Found(
        int Right, double Loss, double[][] Bins, double CalibrationError, double[][] Wilson, double[][] Classes, int[][] Shifts,
        double[][] Scales);
}
