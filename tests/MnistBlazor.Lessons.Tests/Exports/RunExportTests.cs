using System.Globalization;
using System.Text.Json.Nodes;
using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Digits;
using MnistBlazor.Lessons.Exports;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Tests.Exports;

public sealed class RunExportTests
{
    private static readonly EpochTrained[] Epochs =
    [
        new(1, 60, 1.25, 0.4) { Number = 3 },
        new(2, 120, 0.5, 0.4) { Number = 4, ValidationLoss = 0.75, ValidationAccuracy = 0.875 },
    ];

    [Fact]
    public void A_table_has_a_line_for_each_run_and_a_column_for_every_option()
    {
        var lines = Csv(Create("softmax"), Create("cnn")).Split("\r\n");
        var head = lines[0].Split(',');
        var (softmax, cnn) = (lines[1].Split(','), lines[2].Split(','));

        Assert.Equal("", lines[3]);
        Assert.Equal(head.Length, softmax.Length);
        var parameters = LessonCatalog.All.OfType<DigitsLesson>().SelectMany(lesson => lesson.Parameters);
        Assert.All(parameters, parameter => Assert.Contains(parameter.Id, head));
        Assert.Equal("0.1", softmax[Array.IndexOf(head, "learning-rate")]);
        Assert.Equal("0.5", softmax[Array.IndexOf(head, "mean-loss")]);
        Assert.Equal("0.875", softmax[Array.IndexOf(head, "held-out-accuracy")]);
        Assert.Equal("2026-03-01 12:00:00", softmax[Array.IndexOf(head, "created")]);
        Assert.Equal(("", "8-16-32"), (softmax[Array.IndexOf(head, "channels")], cnn[Array.IndexOf(head, "channels")]));
    }

    [Theory]
    [InlineData("one, two", "\"one, two\"")]
    [InlineData("the \"big\" one", "\"the \"\"big\"\" one\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    [InlineData("=HYPERLINK(\"http://evil\",\"x\")", "\"'=HYPERLINK(\"\"http://evil\"\",\"\"x\"\")\"")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("＝1", "'＝1")]
    [InlineData("이름 = 3", "이름 = 3")]
    public void A_name_is_quoted_and_never_a_formula(string name, string cell) =>
        Assert.Contains($",{cell},,softmax,", Csv(Create("softmax") with { Name = name }));

    [Fact]
    public void Numbers_have_a_point_whatever_the_language()
    {
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de");

        Assert.Contains(",0.9125,", Csv(Create("softmax") with { Accuracy = 0.9125 }));
    }

    [Fact]
    public void Json_has_options_parameters_and_every_epoch()
    {
        var run = JsonNode.Parse(
            Json(Create("mlp") with { Name = "나의 \"실행\"" }))![0]!;

        Assert.Equal("나의 \"실행\"", (string?)run["name"]);
        Assert.Equal("mlp", (string?)run["options"]!["model"]!["kind"]);
        Assert.Equal("256-relu-0,256-relu-0", (string?)run["parameters"]!["layers"]);
        Assert.Equal([1.25, 0.5], run["epochs"]!.AsArray().Select(epoch => (double)epoch!["meanLoss"]!));
        Assert.Equal(0.875, (double)run["epochs"]![1]!["validationAccuracy"]!);
    }

    [Fact]
    public void Nobody_gets_a_watch_key_or_a_learners_id_by_a_file()
    {
        var run = Create("softmax");

        foreach (var file in new[] { Csv(run), Json(run) })
        {
            Assert.DoesNotContain(run.WatchKey, file);
            Assert.DoesNotContain(run.Owner.Value, file);
        }
    }

    [Fact]
    public async Task What_is_read_is_sent_before_the_last_run_is_read()
    {
        foreach (var write in new Func<Stream, IEnumerable<(Run, IReadOnlyList<EpochTrained>)>, Task>[]
        {
            (file, runs) => RunExport.WriteCsvAsync(file, LessonCatalog.All, runs),
            (file, runs) => RunExport.WriteJsonAsync(file, LessonCatalog.All, runs),
        })
        {
            using var file = new MemoryStream();
            var sent = 0L;
            await write(file, Enumerable.Range(0, 1000).Select(_ =>
            {
                sent = file.Length;
                return (Create("softmax"), (IReadOnlyList<EpochTrained>)Epochs);
            }));

            Assert.InRange(sent, file.Length * 3 / 4, file.Length);
        }
    }

    private static string Csv(params Run[] runs) => Text(file => RunExport.WriteCsvAsync(file, LessonCatalog.All, WithEpochs(runs)));

    private static string Json(params Run[] runs) => Text(file => RunExport.WriteJsonAsync(file, LessonCatalog.All, WithEpochs(runs)));

    private static IEnumerable<(Run, IReadOnlyList<EpochTrained>)> WithEpochs(Run[] runs) =>
        runs.Select(run => (run, (IReadOnlyList<EpochTrained>)Epochs));

    private static string Text(Func<Stream, Task> write)
    {
        using var file = new MemoryStream();
        write(file).GetAwaiter().GetResult();
        return System.Text.Encoding.UTF8.GetString(file.ToArray());
    }

    private static Run Create(string lessonId)
    {
        var lesson = LessonCatalog.FindDigits(lessonId)!;
        return new Run
        {
            Id = RunId.New(), Owner = new LearnerId("owner-of-it"), Lesson = lessonId, Options = lesson.Options(lesson.Defaults),
            Status = RunStatus.Completed,
            CreatedAt = new DateTimeOffset(2026, 3, 1, 21, 0, 0, TimeSpan.FromHours(9)), WatchKey = "the-key", Epoch = 2, Step = 120,
        };
    }
}
