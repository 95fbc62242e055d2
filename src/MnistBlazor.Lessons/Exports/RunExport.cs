using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Digits;
using MnistBlazor.Lessons.Parameters;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Exports;

/// <summary>
/// Runs as a table for spreadsheets and as JSON for programs: every option, the figures, the versions; in JSON every epoch as well.
/// What a run's watch key opens stays with the app: neither has it.
/// </summary>
public static class RunExport
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>
    /// Comma-separated values by RFC 4180, numbers with a decimal point, times in UTC. The options are a column each, by the lessons'
    /// parameter ids; empty where a lesson has no such parameter.
    /// </summary>
    /// <param name="runs">
    /// With their epochs, in order, of which the last is enough. Each is written before the next page of them is read.
    /// </param>
    public static async Task WriteCsvAsync(
        Stream file, IReadOnlyList<Lesson> lessons, IEnumerable<(Run Run, IReadOnlyList<EpochTrained> Epochs)> runs,
        CancellationToken cancellation = default)
    {
        var parameters = lessons.OfType<DigitsLesson>()
            .SelectMany(lesson => lesson.Parameters).Select(parameter => parameter.Id).Distinct().ToList();
        // The mark at the start tells spreadsheets that it is UTF-8.
        await using var csv = new StreamWriter(file, Encoding.UTF8, leaveOpen: true);
        await WriteAsync([
            "id", "name", "note", "lesson", "status", "starred", "created", "started", "ended",
            "epochs-trained", "steps", "mean-loss", "held-out-loss", "held-out-accuracy", "test-accuracy",
            "forked-from", "forked-at-step", "failure", "torch-version", "app-version", .. parameters,
        ]);
        foreach (var (run, epochs) in runs)
        {
            cancellation.ThrowIfCancellationRequested();
            var last = epochs.LastOrDefault();
            var values = Values(lessons, run);
            await WriteAsync([
                run.Id.Value, Text(run.Name), Text(run.Note), Text(run.Lesson), Status(run), run.Starred ? "true" : "false",
                Time(run.CreatedAt), Time(run.StartedAt), Time(run.EndedAt),
                Number(run.Epoch), Number(run.Step), Number(last?.MeanLoss),
                Number(last?.ValidationLoss), Number(last?.ValidationAccuracy), Number(run.Accuracy),
                run.ForkedFrom?.Value, Number(run.ForkedAtStep), Text(run.Failure?.Code), Text(run.TorchVersion), Text(run.CodeVersion),
                .. parameters.Select(parameter => values.Has(parameter) ? Text(values.Text(parameter)) : null),
            ]);
        }

        Task WriteAsync(IEnumerable<string?> cells) => csv.WriteAsync(string.Join(',', cells.Select(Quote)) + "\r\n");
    }

    /// <summary>An array of runs: <c>options</c> is what they trained with, <c>parameters</c> the same as their lesson calls it.</summary>
    /// <param name="runs">With their epochs, in order. Each is written before the next page of them is read.</param>
    public static Task WriteJsonAsync(
        Stream file, IReadOnlyList<Lesson> lessons, IEnumerable<(Run Run, IReadOnlyList<EpochTrained> Epochs)> runs,
        CancellationToken cancellation = default) =>
        JsonSerializer.SerializeAsync(file, runs.Select(one => Row(lessons, one.Run, one.Epochs)), Json, cancellation);

    private static object Row(IReadOnlyList<Lesson> lessons, Run run, IReadOnlyList<EpochTrained> epochs) =>
        new
        {
            Id = run.Id.Value,
            run.Name,
            run.Note,
            run.Lesson,
            Status = Status(run),
            run.Starred,
            run.CreatedAt,
            run.StartedAt,
            run.EndedAt,
            EpochsTrained = run.Epoch,
            Steps = run.Step,
            run.StepsPerEpoch,
            TestAccuracy = run.Accuracy,
            ForkedFrom = run.ForkedFrom?.Value,
            run.ForkedAtStep,
            run.Failure,
            run.TorchVersion,
            AppVersion = run.CodeVersion,
            Parameters = Values(lessons, run),
            run.Options,
            Epochs = epochs,
        };

    private static ParameterValues Values(IReadOnlyList<Lesson> lessons, Run run) =>
        lessons.OfType<DigitsLesson>().FirstOrDefault(lesson => lesson.Id == run.Lesson) is { } lesson
            ? lesson.ValuesOf(run.Options)
            : ParameterValues.Empty;

    private static string Quote(string? cell) =>
        cell is null ? "" : cell.AsSpan().ContainsAny(",\"\r\n") ? $"\"{cell.Replace("\"", "\"\"")}\"" : cell;

    // A spreadsheet calculates what begins like a formula, and a name may come from anyone; an apostrophe makes it a text again.
    private static string? Text(string? text) =>
        text is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠', ..] ? "'" + text : text;

    private static string Status(Run run) => run.Status.ToString().ToLowerInvariant();

    private static string? Time(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static string? Number(double? number) => number?.ToString("R", CultureInfo.InvariantCulture);
}
