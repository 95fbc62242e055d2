using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Digits;
using MnistBlazor.Lessons.Exports;
using MnistBlazor.ML;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Training;

namespace MnistBlazor.Lessons.Tests.Exports;

/// <summary>The C# file is run as its reader runs it: <c>dotnet run</c>, which gets the package that the first line names.</summary>
public sealed partial class LessonProgramTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mnist-lesson-").FullName;

    /// <summary>On a tenth of the images in batches of a tenth: as many steps.</summary>
    [Theory]
    [InlineData("softmax", "epochs=5&seed=3&batch-size=100", 0.85)]
    [InlineData("cnn", "epochs=1&batch-size=50&hold-out=500&dropout=0.1&rotation=4&shift=1", 0.93)]
    [InlineData(
        "mlp",
        "epochs=1&batch-size=100&hold-out=500&layers=64-tanh-0.2,32-gelu-0&initialization=he&optimizer=sgd&learning-rate=0.1", 0.75)]
    public async Task A_lesson_runs_as_one_file_and_learns_what_it_learns_in_the_app(string lessonId, string settings, double atLeast)
    {
        var tenth = (await new DatasetStore(new()).LoadAsync("mnist")).Take(6000, 1000);
        var data = Path.Combine(_folder, "data");
        IdxWriter.Write(new(tenth.ClassNames, tenth.Train, tenth.Test), data);
        var lesson = LessonCatalog.FindDigits(lessonId)!;
        var values = ParameterAddress.Read(lesson, settings).Values!;
        string[] names = ["zero", "say \"one\"", "C:\\two", "{3}", "넷", "5", "6", "seven\u2028", "8", "9"];
        await File.WriteAllTextAsync(Path.Combine(_folder, "program.cs"), LessonProgram.Create(lesson, values, names));

        var inTheApp = Task.Run(() => LossesInTheApp(lesson.Options(values), tenth)); // while the program is fetched, built and run
        var output = await RunAsync("program.cs", data);

        Assert.InRange(double.Parse(Accuracy().Match(output).Groups[1].Value, CultureInfo.InvariantCulture), atLeast, 1);
        Assert.Contains("the first test image: seven", output); // MNIST's is a 7
        double[] losses =
            [.. EpochLoss().Matches(output).Select(match => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))];
        Assert.Equal((await inTheApp).Length, losses.Length);
        Assert.All(losses.Zip(await inTheApp), pair => Assert.Equal(pair.Second, pair.First, tolerance: 2e-4)); // it prints four places
    }

    [Fact]
    public void It_names_its_package_first_and_how_to_run_it_and_leaves_no_mark_or_option_open()
    {
        Assert.All(LessonCatalog.All.OfType<DigitsLesson>(), lesson =>
        {
            var program = LessonProgram.Create(lesson, lesson.Defaults);

            Assert.StartsWith("#:package TorchSharp-cpu@", program);
            Assert.Contains($"dotnet run mnist-{lesson.Id}.cs\n", program);
            Assert.DoesNotContain("//=", program);
            Assert.DoesNotContain("options.", program);
        });
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<string> RunAsync(string file, string data)
    {
        var start = new ProcessStartInfo("dotnet", ["run", file])
        {
            WorkingDirectory = _folder, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["DATASET_FOLDER"] = data;
        start.Environment["XDG_DATA_HOME"] = _folder; // where `dotnet run` puts what it builds: libtorch is in it, 460 MB, by links
        start.Environment["CreateHardLinksForCopyLocalIfPossible"] = "true";
        start.Environment["OMP_NUM_THREADS"] = $"{TorchRuntime.Info.Threads}"; // sums are rounded by how they are split
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, output + await errors);
        return output;
    }

    private static double[] LossesInTheApp(TrainingOptions options, ImageDataset dataset)
    {
        using var trainer = new Trainer(options, dataset);
        var losses = new List<double>();
        while (!trainer.Finished)
        {
            trainer.TrainBatch();
            if (trainer.EpochJustEnded) losses.Add(trainer.ReadEpochLoss());
        }
        return [.. losses];
    }

    [GeneratedRegex(@"accuracy: (\d\.\d+) with pixels 0\.\.1")]
    private static partial Regex Accuracy();

    [GeneratedRegex(@"mean loss of the epoch: (\d+\.\d+)")]
    private static partial Regex EpochLoss();
}
