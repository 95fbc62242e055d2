using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Digits;
using MnistBlazor.Lessons.Exports;
using MnistBlazor.Lessons.Parameters;
using MnistBlazor.ML.Training;

namespace MnistBlazor.Lessons.Tests.Exports;

/// <summary>
/// What a cell shows, and what is taken home, is C# under every setting: each lesson's defaults and recipes, and each parameter at its
/// choices and bounds. Compiled by the compiler itself, in memory.
/// </summary>
public class EveryProgramCompilesTests
{
    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("MnistBlazor", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    // What ImplicitUsings of a console program brings.
    private const string Usings = "global using System; global using System.IO; global using System.Linq; global using System.Net.Http; "
        + "global using System.Threading; global using System.Threading.Tasks; global using System.Collections.Generic;";

    public static TheoryData<string, string> Settings
    {
        get
        {
            var settings = new TheoryData<string, string>();
            foreach (var lesson in LessonCatalog.All.OfType<DigitsLesson>())
            {
                foreach (var setting in SettingsOf(lesson).Distinct()) settings.Add(lesson.Id, setting);
            }
            return settings;
        }
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void A_program_compiles_and_its_numbers_keep_their_type(string lessonId, string settings)
    {
        var lesson = LessonCatalog.FindDigits(lessonId)!;
        var values = ParameterAddress.Read(lesson, settings).Values ?? lesson.Defaults;
        var program = Parse(LessonProgram.Create(lesson, values));

        var compilation = CSharpCompilation.Create(
            "lesson", [program, Parse(Usings)], References,
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));

        Assert.DoesNotContain(
            compilation.GetDiagnostics(TestContext.Current.CancellationToken),
            problem => problem.Severity == DiagnosticSeverity.Error);
        Assert.All([program, .. lesson.Cells.Select(cell => Parse(lesson.CSharp(cell.Id, values)))], CheckLiterals);
    }

    [Theory]
    [InlineData("var x = 1 / 14;")]
    [InlineData("if (true) { }")]
    [InlineData("if (0.5 > 0) { }")]
    public void What_is_looked_for_would_be_found(string code) => Assert.ThrowsAny<Exception>(() => CheckLiterals(Parse(code)));

    /// <summary>No literal is divided as a whole number that is none, and no condition is left that is decided already.</summary>
    private static void CheckLiterals(SyntaxTree code)
    {
        Assert.DoesNotContain(code.GetDiagnostics(), problem => problem.Severity == DiagnosticSeverity.Error);
        var root = code.GetRoot();
        Assert.DoesNotContain(root.DescendantNodes().OfType<BinaryExpressionSyntax>(), operation =>
            operation.IsKind(SyntaxKind.DivideExpression) && operation.Left is LiteralExpressionSyntax { Token.Value: int }
            && operation.Right is LiteralExpressionSyntax { Token.Value: int });
        Assert.DoesNotContain(root.DescendantNodes().OfType<IfStatementSyntax>(), condition =>
            condition.Condition is LiteralExpressionSyntax
                or BinaryExpressionSyntax { Left: LiteralExpressionSyntax, Right: LiteralExpressionSyntax });
    }

    private static SyntaxTree Parse(string code) => CSharpSyntaxTree.ParseText(
        code, new CSharpParseOptions(LanguageVersion.Latest).WithFeatures([new("FileBasedProgram", "true")]));

    private static IEnumerable<string> SettingsOf(Lesson lesson)
    {
        yield return "";
        foreach (var recipe in lesson.Recipes)
            yield return string.Join('&', recipe.Settings.Select(setting => $"{setting.Key}={setting.Value}"));
        foreach (var parameter in lesson.Parameters)
        {
            foreach (var value in ValuesOf(parameter)) yield return $"{parameter.Id}={value}";
        }
        // Several at once that meet in one line.
        if (lesson.Id == "cnn")
        {
            yield return "batch-shift=2&kernel-size=5&shrinking=stride&channels=32-64-128";
            yield return "rotation=0&shift=0&zoom=0&dropout=0.5&hidden-units=64&batch-norm=false&schedule=constant"
                + "&optimizer=momentum&nesterov=true";
        }
    }

    private static IEnumerable<string> ValuesOf(ParameterDefinition parameter) => parameter switch
    {
        ChoiceParameter choice => choice.Choices,
        SwitchParameter => ["true", "false"],
        NumberParameter { Integer: true } number => [$"{number.Minimum}", $"{number.Maximum}"],
        NumberParameter number =>
        [
            NumberParameter.Format(number.Minimum), NumberParameter.Format(number.Maximum),
            NumberParameter.Format(Math.Ceiling((number.Minimum + number.Maximum) / 2)),
        ],
        LayersParameter => ["8-none-0", "64-relu-0.5,32-sigmoid-0,16-tanh-0.25,8-gelu-0.1"],
        _ => [],
    };
}
