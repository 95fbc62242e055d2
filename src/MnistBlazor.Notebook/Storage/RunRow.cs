namespace MnistBlazor.Notebook.Storage;

/// <summary>A run as a row of the store. Texts and numbers only; <see cref="RunRowMapping"/> translates.</summary>
public sealed class RunRow
{
    public required string Id { get; init; }
    public required string Owner { get; init; }
    public required string Lesson { get; init; }
    public required string Options { get; init; }
    public required string Status { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? StartedAt { get; set; }
    public DateTimeOffset? EndedAt { get; set; }
    public required string TorchVersion { get; set; }
    public required string CodeVersion { get; init; }
    public int Step { get; set; }
    public int Epoch { get; set; }
    public int StepsPerEpoch { get; set; }
    public double? Loss { get; set; }
    public double? Accuracy { get; set; }
    public required string WatchKey { get; init; }
    public string? Name { get; set; }
    public string? Note { get; set; }
    public bool Starred { get; set; }
    public string? ForkedFrom { get; init; }
    public int? ForkedAtStep { get; init; }
    public string? Failure { get; set; }

    /// <summary>Set: deleted, and gone for good some time after.</summary>
    public DateTimeOffset? DeletedAt { get; set; }

    /// <summary>Starts of the server that found this run interrupted, since its last checkpoint.</summary>
    public int Recoveries { get; set; }
}
