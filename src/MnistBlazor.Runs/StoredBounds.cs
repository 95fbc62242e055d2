using System.Text.Json;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Operation;
using MnistBlazor.Runs.Storage;

namespace MnistBlazor.Runs;

/// <summary>
/// The bounds that the teacher has set, kept for the whole server: only what differs from the operator's settings, so that the rest
/// follows those. Thread-safe.
/// </summary>
internal sealed class StoredBounds(IServerDocuments documents, BoundsInForce inForce, TrainingLog log) : IDisposable
{
    public const string FileName = "bounds.json";

    private readonly Lock _gate = new();

    // As it was read or written last.
    private string? _text;
    private IDisposable? _changes;

    /// <summary>Puts what is stored in force, and from then on what other processes store.</summary>
    /// <exception cref="StoreDamagedException">It cannot be read, or holds what is no bound.</exception>
    public void Load()
    {
        lock (_gate) Take();
        _changes ??= documents.Subscribe(Follow);
    }

    public void Dispose() => _changes?.Dispose();

    /// <summary>Stores bounds and puts them in force.</summary>
    /// <exception cref="RunNotSavedException">They cannot be stored; those before hold.</exception>
    public void Change(Func<RunBounds, RunBounds> change)
    {
        lock (_gate)
        {
            while (!TryChange(change)) Follow();
        }
    }

    /// <summary>What is wrong with the file of a data directory; null where there is none, or it is whole.</summary>
    public static string? Problem(string dataDirectory)
    {
        try
        {
            var documents = new DocumentFiles(dataDirectory);
            Parse(documents, Text(documents));
            return null;
        }
        catch (StoreDamagedException damaged)
        {
            return damaged.Message;
        }
    }

    private void Take()
    {
        _text = Text(documents);
        Use(Parse(documents, _text) is { } stored ? Apply(stored, inForce.Operators) : inForce.Operators);
    }

    // What cannot be read leaves those in force that were there before.
    private void Follow()
    {
        try
        {
            lock (_gate) Take();
        }
        catch (StoreDamagedException)
        {
        }
    }

    // False: others have been stored meanwhile, and count first.
    private bool TryChange(Func<RunBounds, RunBounds> change)
    {
        var bounds = change(inForce.Now);
        if (bounds == inForce.Now) return true;
        var numbers = RunBound.All.Where(bound => bound.Of(bounds) != bound.Of(inForce.Operators))
            .ToDictionary(bound => bound.Name, bound => bound.Of(bounds));
        var text = JsonSerializer.Serialize(new Content(bounds.QueueOpen, numbers));
        try
        {
            if (!documents.TryWrite(FileName, text, _text)) return false;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new RunNotSavedException(failure);
        }
        _text = text;
        Use(bounds);
        return true;
    }

    private void Use(RunBounds bounds)
    {
        if (bounds == inForce.Now) return;
        inForce.Now = bounds;
        log.Bounded(bounds);
    }

    private static string? Text(IServerDocuments documents)
    {
        try
        {
            return documents.Read(FileName);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Damaged(documents, failure);
        }
    }

    private static Content? Parse(IServerDocuments documents, string? text)
    {
        if (text is null) return null;
        try
        {
            var content = JsonSerializer.Deserialize<Content>(text);
            if (content is not { Numbers: not null }) throw new JsonException("it holds no bounds");
            foreach (var (bound, value) in Known(content))
            {
                if (!bound.Allows(value))
                    throw new JsonException($"{bound.Name} is {value}, and lies between {bound.Least} and {bound.Most}");
            }
            return content;
        }
        catch (JsonException failure)
        {
            throw Damaged(documents, failure);
        }
    }

    private static StoreDamagedException Damaged(IServerDocuments documents, Exception failure) => new(
        $"The bounds that the teacher has set, in {documents.PlaceOf(FileName)}, cannot be read ({failure.Message.TrimEnd('.')}). "
        + "Put the file back from a backup; or remove it, and the operator's settings hold.",
        failure);

    private static RunBounds Apply(Content stored, RunBounds bounds)
    {
        foreach (var (bound, value) in Known(stored)) bounds = bound.Set(bounds, value);
        return bounds with { QueueOpen = stored.QueueOpen };
    }

    // Another version of the app may have had others.
    private static IEnumerable<(RunBound Bound, long Value)> Known(Content content) =>
        RunBound.All.Where(bound => content.Numbers.ContainsKey(bound.Name)).Select(bound => (bound, content.Numbers[bound.Name]));

    private sealed record Content(bool QueueOpen, Dictionary<string, long> Numbers);
}
