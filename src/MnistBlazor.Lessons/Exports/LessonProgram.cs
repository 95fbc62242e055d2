using System.Text;
using System.Text.RegularExpressions;
using MnistBlazor.Lessons.Code;
using MnistBlazor.Lessons.Digits;
using MnistBlazor.Lessons.Parameters;
using MnistBlazor.ML.Models;
using MnistBlazor.ML.Training;

namespace MnistBlazor.Lessons.Exports;

/// <summary>
/// A lesson as one C# file for <c>dotnet run</c>, as set. What is taught is cut from the executed source, as on the
/// page; Program/lesson.txt holds what joins the pieces. In it, a line <c>//= PATH # REGION</c> gives way to that piece, one
/// <c>//= NAME</c> to what <see cref="Part"/> says.
/// </summary>
public static partial class LessonProgram
{
    /// <param name="classNames">Of the data set, by label; null: MNIST's.</param>
    /// <param name="fileName">Under which it will be run; null: the lesson's.</param>
    public static string Create(
        DigitsLesson lesson, ParameterValues values, IReadOnlyList<string>? classNames = null, string? fileName = null)
    {
        var options = lesson.Options(values);
        var program = Expand(Template("lesson"), lesson, values, options).ReplaceLineEndings("\n")
            .Replace("FILE-NAME", fileName ?? ExportNames.Of(lesson, run: null) + ".cs");
        if (options.Model is not MultilayerPerceptronSpec)
            program = program.Replace("options.Initialization", $"{nameof(WeightInitialization)}.{WeightInitialization.Default}");
        var code = SourceCode.FillIn(program, lesson.CodeOptions(values), classNames ?? SourceCode.Digits);
        return BlankLines().Replace(code, "\n\n").TrimEnd() + "\n";
    }

    private static string Expand(string text, DigitsLesson lesson, ParameterValues values, TrainingOptions options)
    {
        var result = new StringBuilder();
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            var mark = Mark().Match(line);
            if (!mark.Success)
            {
                result.Append(line).Append('\n');
                continue;
            }
            var indentation = mark.Groups[1].Value;
            var part = Part(mark.Groups[2].Value, lesson, values, options);
            foreach (var inner in Expand(part, lesson, values, options).TrimEnd().Split('\n'))
                result.Append(inner.Length == 0 ? "" : indentation + inner).Append('\n');
        }
        return result.ToString();
    }

    private static string Part(string name, DigitsLesson lesson, ParameterValues values, TrainingOptions options) => name switch
    {
        "model" => Shown(lesson, values, ModelCell.Name, cut => cut.Region == "model"),
        "activation-functions" => options.Model is MultilayerPerceptronSpec ? Template(name) : "",
        "types" => options.Model is SoftmaxRegressionSpec ? "" : Template(name),
        "optimizer" => Shown(lesson, values, TrainingCell.Name, cut => cut.Region.StartsWith("optimizer", StringComparison.Ordinal)),
        "augmentation" => options.Augmentation is null
            ? "return images;"
            : SourceCode.Cut(CodeRegions.Augmentation.Code) + "\n\nreturn images;",
        "labels" => options.Fault == TrainingFault.LabelsShuffled ? Template("fault-labels") : "",
        "pixels" => Shown(lesson, values, TrainingCell.Name, cut => cut.Region.StartsWith("pixels", StringComparison.Ordinal)),
        "batches" => SourceCode.Cut(options.Fault == TrainingFault.TestInTraining
            ? CodeRegions.MiniBatches.TestInTraining
            : CodeRegions.MiniBatches.Batches),
        "schedule" => options.Schedule == LearningRateSchedule.Constant ? "" : Template(name),
        "schedule-step" => options.Schedule == LearningRateSchedule.Constant ? "" : Template(name),
        _ when name.Split(" # ") is [var path, var region] => SourceCode.Cut(new CodeCut(path, region)),
        _ => SourceCode.Declarations(name),
    };

    private static string Shown(DigitsLesson lesson, ParameterValues values, string cell, Func<CodeCut, bool> which) =>
        string.Join("\n\n", lesson.Cell(cell)!.Code.Where(cut => cut.IsShown(values) && which(cut)).Select(SourceCode.Cut));

    private static string Template(string name) => EmbeddedText.Read(typeof(LessonProgram).Assembly, $"Exports/Program/{name}.txt")
        ?? throw new ArgumentException($"There is no part {name}.", nameof(name));

    [GeneratedRegex(@"^( *)//= (.+)$")]
    private static partial Regex Mark();

    [GeneratedRegex(@"\n{3,}")]
    private static partial Regex BlankLines();
}
