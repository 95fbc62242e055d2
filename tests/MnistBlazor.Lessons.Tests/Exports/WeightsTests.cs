using System.Buffers.Binary;
using System.Text.Json;
using System.Text.RegularExpressions;
using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Exports;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Inference;
using MnistBlazor.ML.Training;
using MnistBlazor.Runs.Tests;
using static TorchSharp.torch;

namespace MnistBlazor.Lessons.Tests.Exports;

/// <summary>
/// Who takes a lesson home has the network of the app: its weights, loaded by the notebook's own last cell, give the same scores.
/// </summary>
public sealed class WeightsTests : IDisposable
{
    private const int Images = 20;

    private static readonly string[] Names = ["T-shirt", "say \"A\"", "C:\\new", "{0}", "한글", "😀", "6", "7", "8", "9"];

    private readonly string _folder = Directory.CreateTempSubdirectory("take-home").FullName;

    [Theory]
    [InlineData("softmax", "")]
    [InlineData("mlp", "layers=64-relu-0.2,32-gelu-0,16-tanh-0&initialization=He")]
    [InlineData("cnn", "hold-out=100&hidden-units=32&dropout=0.3&batch-norm=true")]
    public async Task Weights_of_the_app_give_the_same_scores_in_PyTorch(string lessonId, string settings)
    {
        var lesson = LessonCatalog.FindDigits(lessonId)!;
        var (values, notices) = ParameterAddress.Read(lesson, "batch-size=50&epochs=1&" + settings);
        Assert.Empty(notices);
        var model = Train(lesson.Options(values!));
        WriteIdx("train", TorchTraining.Dataset.Train);
        WriteIdx("t10k", TorchTraining.Dataset.Test);
        await File.WriteAllBytesAsync(Path.Combine(_folder, "mnist-softmax-first.safetensors"), model.Weights);
        var notebook = string.Join("\n\n", CodeCells(JupyterNotebook.Create(lesson, values!, "en", "Title", cell => cell.Id, Names)));

        var output = await Python.RunAsync(
            $"{notebook}\n\nwith torch.no_grad():\n    print(model(test_images[:{Images}]).tolist())", _folder, _folder);

        Assert.Contains("accuracy with the weights from the app", output);
        Assert.All(Names, name => Assert.Matches($"(?m)^{Regex.Escape(name)}: [01]\\.[0-9]", output));
        float[][] expected = Scores(model), scores = JsonSerializer.Deserialize<float[][]>(output.TrimEnd().Split('\n')[^1])!;
        Assert.Equal(expected.Length, scores.Length);
        Assert.All(
            expected.Zip(scores),
            image => Assert.All(image.First.Zip(image.Second), score => Assert.Equal(score.First, score.Second, 1e-4f)));
    }

    private static TrainedModel Train(TrainingOptions options)
    {
        using var trainer = new Trainer(options, TorchTraining.Dataset);
        while (!trainer.Finished) trainer.TrainBatch();
        return trainer.Snapshot();
    }

    private static float[][] Scores(TrainedModel model)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        using var network = model.ToNetwork(CPU);
        var scores = network.forward(TorchTraining.Dataset.OnDevice("cpu").Test.Images[..Images]).data<float>().ToArray();
        return [.. scores.Chunk(TorchTraining.Dataset.ClassNames.Count)];
    }

    private static IEnumerable<string> CodeCells(string notebook) => JsonDocument.Parse(notebook)
        .RootElement.GetProperty("cells").EnumerateArray()
        .Where(cell => cell.GetProperty("cell_type").GetString() == "code")
        .Select(cell => string.Concat(cell.GetProperty("source").EnumerateArray().Select(line => line.GetString())));

    private void WriteIdx(string prefix, ImageSplit split)
    {
        byte[] images = new byte[16], labels = new byte[8];
        foreach (var (at, number) in new[] { 0x803, split.Count, 28, 28 }.Index())
            BinaryPrimitives.WriteInt32BigEndian(images.AsSpan(4 * at), number);
        foreach (var (at, number) in new[] { 0x801, split.Count }.Index())
            BinaryPrimitives.WriteInt32BigEndian(labels.AsSpan(4 * at), number);
        File.WriteAllBytes(Path.Combine(_folder, prefix + "-images-idx3-ubyte"), [.. images, .. split.AllPixels]);
        File.WriteAllBytes(Path.Combine(_folder, prefix + "-labels-idx1-ubyte"), [.. labels, .. split.AllLabels]);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
