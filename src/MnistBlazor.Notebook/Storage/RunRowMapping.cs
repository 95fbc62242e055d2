using System.Text.Json;
using MnistBlazor.ML.Training;
using MnistBlazor.Notebook.Cells;
using MnistBlazor.Notebook.Runs;

namespace MnistBlazor.Notebook.Storage;

/// <summary>Translates runs and events to rows and back.</summary>
internal static class RunRowMapping
{
    /// <summary>How the body of every <see cref="EpochTrained"/> begins: the discriminator is written first.</summary>
    public const string EpochStart = """{"type":"epoch",""";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static RunRow ToRow(this Run run)
    {
        var row = new RunRow
        {
            Id = run.Id.Value,
            Owner = run.Owner.Value,
            Lesson = run.Lesson,
            Options = JsonSerializer.Serialize(run.Options, Json),
            Status = run.Status.ToString(),
            CreatedAt = run.CreatedAt,
            TorchVersion = run.TorchVersion,
            CodeVersion = run.CodeVersion,
            WatchKey = run.WatchKey,
            Name = run.Name,
            Note = run.Note,
            Starred = run.Starred,
            Accuracy = run.Accuracy,
            ForkedFrom = run.ForkedFrom?.Value,
            ForkedAtStep = run.ForkedAtStep,
        };
        row.SetProgress(run);
        return row;
    }

    /// <summary>Sets what training changes. Name, note, star and accuracy are changed by people and stay as they are.</summary>
    public static void SetProgress(this RunRow row, Run run)
    {
        row.Status = run.Status.ToString();
        row.StartedAt = run.StartedAt;
        row.EndedAt = run.EndedAt;
        row.TorchVersion = run.TorchVersion;
        row.Step = run.Step;
        row.Epoch = run.Epoch;
        row.StepsPerEpoch = run.StepsPerEpoch;
        row.Loss = run.Loss;
        row.Failure = run.Failure is null ? null : JsonSerializer.Serialize(run.Failure, Json);
    }

    /// <summary>Null: the run was made by a version of the app whose options this one does not know.</summary>
    public static Run? ToRun(this RunRow row)
    {
        try
        {
            return row.ToRun(JsonSerializer.Deserialize<TrainingOptions>(row.Options, Json)!);
        }
        catch (Exception unknown) when (unknown is JsonException or NotSupportedException)
        {
            return null;
        }
    }

    private static Run ToRun(this RunRow row, TrainingOptions options) => new()
    {
        Id = RunId.Parse(row.Id),
        Owner = new LearnerId(row.Owner),
        Lesson = row.Lesson,
        Options = options,
        Status = Enum.Parse<RunStatus>(row.Status),
        CreatedAt = row.CreatedAt,
        StartedAt = row.StartedAt,
        EndedAt = row.EndedAt,
        TorchVersion = row.TorchVersion,
        CodeVersion = row.CodeVersion,
        Step = row.Step,
        Epoch = row.Epoch,
        StepsPerEpoch = row.StepsPerEpoch,
        Loss = row.Loss,
        Accuracy = row.Accuracy,
        WatchKey = row.WatchKey,
        Name = row.Name,
        Note = row.Note,
        Starred = row.Starred,
        ForkedFrom = row.ForkedFrom is null ? null : RunId.Parse(row.ForkedFrom),
        ForkedAtStep = row.ForkedAtStep,
        Failure = row.Failure is null ? null : JsonSerializer.Deserialize<Message>(row.Failure, Json),
    };

    /// <summary>An array of texts, each the body of a row.</summary>
    public static string ToJson(this IReadOnlyList<RunEvent> events) =>
        JsonSerializer.Serialize(events.Select(happened => JsonSerializer.Serialize(happened, Json)), Json);

    public static RunEvent ToEvent(this RunEventRow row) => JsonSerializer.Deserialize<RunEvent>(row.Body, Json)!;
}
