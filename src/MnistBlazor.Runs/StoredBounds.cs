using System.Text.Json;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Operation;
using MnistBlazor.Runs.Storage;

namespace MnistBlazor.Runs;

/// <summary>
/// The bounds that the teacher has set, in a file of the data directory: only what differs from the operator's settings, so that the rest
/// follows those. Thread-safe.
/// </summary>
internal sealed class StoredBounds(RunsOptions options, BoundsInForce inForce, TrainingLog log)
{
    public const string FileName = "bounds.json";

    private readonly Lock _gate = new();

    /// <summary>Puts what is stored in force.</summary>
    /// <exception cref="StoreDamagedException">The file cannot be read, or holds what is no bound.</exception>
    public void Load()
    {
        if (Read(options.DataDirectory) is not { } stored) return;
        var bounds = Apply(stored, inForce.Operators);
        if (bounds == inForce.Operators) return;
        inForce.Now = bounds;
        log.Bounded(bounds);
    }

    /// <summary>Stores bounds and puts them in force.</summary>
    /// <exception cref="RunNotSavedException">They cannot be stored; those before hold.</exception>
    public void Change(Func<RunBounds, RunBounds> change)
    {
        lock (_gate)
        {
            var bounds = change(inForce.Now);
            if (bounds == inForce.Now) return;
            var numbers = RunBound.All.Where(bound => bound.Of(bounds) != bound.Of(inForce.Operators))
                .ToDictionary(bound => bound.Name, bound => bound.Of(bounds));
            try
            {
                PrivateFiles.Write(
                    PathIn(options.DataDirectory), JsonSerializer.SerializeToUtf8Bytes(new Content(bounds.QueueOpen, numbers)));
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                throw new RunNotSavedException(failure);
            }
            inForce.Now = bounds;
            log.Bounded(bounds);
        }
    }

    /// <summary>What is wrong with the file of a data directory; null where there is none, or it is whole.</summary>
    public static string? Problem(string dataDirectory)
    {
        try
        {
            Read(dataDirectory);
            return null;
        }
        catch (StoreDamagedException damaged)
        {
            return damaged.Message;
        }
    }

    private static Content? Read(string dataDirectory)
    {
        var file = PathIn(dataDirectory);
        try
        {
            if (!File.Exists(file)) return null;
            var content = JsonSerializer.Deserialize<Content>(File.ReadAllBytes(file));
            if (content is not { Numbers: not null }) throw new JsonException("it holds no bounds");
            foreach (var (bound, value) in Known(content))
            {
                if (!bound.Allows(value))
                    throw new JsonException($"{bound.Name} is {value}, and lies between {bound.Least} and {bound.Most}");
            }
            return content;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new StoreDamagedException(
                $"The bounds that the teacher has set, in {file}, cannot be read ({failure.Message.TrimEnd('.')}). Put the file back from "
                + "a backup; or remove it, and the operator's settings hold.",
                failure);
        }
    }

    private static RunBounds Apply(Content stored, RunBounds bounds)
    {
        foreach (var (bound, value) in Known(stored)) bounds = bound.Set(bounds, value);
        return bounds with { QueueOpen = stored.QueueOpen };
    }

    // Another version of the app may have had others.
    private static IEnumerable<(RunBound Bound, long Value)> Known(Content content) =>
        RunBound.All.Where(bound => content.Numbers.ContainsKey(bound.Name)).Select(bound => (bound, content.Numbers[bound.Name]));

    private static string PathIn(string dataDirectory) => Path.Combine(dataDirectory, FileName);

    private sealed record Content(bool QueueOpen, Dictionary<string, long> Numbers);
}
