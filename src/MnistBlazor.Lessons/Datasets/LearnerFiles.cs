using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using MnistBlazor.Lessons.Operation;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Datasets;

/// <summary>A file that a learner keeps for a lesson, as it came.</summary>
/// <param name="Id">"file-" and 128 random bits.</param>
/// <param name="Kind">What it is for: "table", "borders".</param>
/// <param name="Name">As its owner calls it.</param>
/// <param name="Bytes">Its length.</param>
public sealed partial record LearnerFile(string Id, string Kind, string Name, DateTimeOffset CreatedAt, long Bytes)
{
    private const string Prefix = "file-";

    public static string NewId() => Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>Whether it is an id of some learner's file, present or not.</summary>
    public static bool IsId(string id) => Pattern().IsMatch(id);

    [GeneratedRegex("^" + Prefix + "[0-9a-f]{32}$", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}

/// <summary>
/// The small files that learners keep for lessons: <c>files/{learner}/{id}/file</c> among the blobs, each with its description and a
/// checksum of both before it. A learner sees and names their own alone. Thread-safe.
/// </summary>
public sealed class LearnerFiles
{
    private const string Root = "files", Blob = "file";

    private readonly LessonsOptions _options;
    private readonly IRunBlobs _blobs;
    private readonly TimeProvider _time;
    private readonly Lock _adding = new();

    /// <summary>By name of the blob: to list files, none is read twice.</summary>
    private readonly ConcurrentDictionary<string, LearnerFile> _described = new();

    internal LearnerFiles(LessonsOptions options, IRunBlobs blobs, TimeProvider time) => (_options, _blobs, _time) = (options, blobs, time);

    /// <summary>The learner's files of a kind, newest first.</summary>
    public IReadOnlyList<LearnerFile> List(LearnerId learner, string kind) =>
        [.. All(learner).Where(file => file.Kind == kind).OrderByDescending(file => file.CreatedAt)];

    /// <returns>Null: there is none of that id, it is another learner's, or it is damaged.</returns>
    public byte[]? Read(LearnerId learner, string id) => Open(learner, id)?.Content;

    /// <summary>Whether the learner has a file of that id: without reading it.</summary>
    public bool Has(LearnerId learner, string id) =>
        LearnerFile.IsId(id) && _blobs.List($"{FolderOf(learner)}/{id}").Any(blob => blob.Name == NameOf(learner, id));

    /// <summary>Keeps a file; what is in it was looked at before.</summary>
    /// <returns>The file; or why there is no room for it.</returns>
    /// <exception cref="IOException">It cannot be stored.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public (LearnerFile? File, Message? Refusal) Add(LearnerId learner, string kind, string name, byte[] content)
    {
        lock (_adding)
        {
            var own = All(learner).ToList();
            if (own.Count >= _options.MaxFilesPerLearner) return (null, new("files.too-many", $"{_options.MaxFilesPerLearner}"));
            if (own.Sum(one => one.Bytes) + content.Length > _options.MaxFileBytesPerLearner)
                return (null, new("files.no-room", $"{_options.MaxFileBytesPerLearner >> 20}"));
            if (_blobs.List(Root).Sum(blob => blob.Bytes) + content.Length > _options.MaxFileBytes) return (null, new("files.full"));
            var file = new LearnerFile(LearnerFile.NewId(), kind, FileArrival.Clean(name), _time.GetUtcNow(), content.Length);
            _blobs.Write(NameOf(learner, file.Id), Pack(file, content));
            _described[NameOf(learner, file.Id)] = file;
            return (file, null);
        }
    }

    /// <summary>Deletes a file for good. Without effect on one that is not there or another learner's.</summary>
    /// <exception cref="IOException">It cannot be removed.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public void Delete(LearnerId learner, string id)
    {
        if (!LearnerFile.IsId(id)) return;
        _described.TryRemove(NameOf(learner, id), out _);
        _blobs.DeleteFolder($"{FolderOf(learner)}/{id}");
    }

    private IEnumerable<LearnerFile> All(LearnerId learner) => _blobs.Folders(FolderOf(learner))
        .Select(id => Described(learner, id)).OfType<LearnerFile>();

    private LearnerFile? Described(LearnerId learner, string id)
    {
        if (_described.TryGetValue(NameOf(learner, id), out var known)) return known;
        if (Open(learner, id)?.File is not { } file) return null;
        return _described.GetOrAdd(NameOf(learner, id), file);
    }

    // [32 bytes SHA-256 of the rest][4 bytes length of the description][description][content]
    private static byte[] Pack(LearnerFile file, byte[] content)
    {
        var description = JsonSerializer.SerializeToUtf8Bytes(file);
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, description.Length);
        byte[] rest = [.. length, .. description, .. content];
        return [.. SHA256.HashData(rest), .. rest];
    }

    private (LearnerFile File, byte[] Content)? Open(LearnerId learner, string id)
    {
        if (!LearnerFile.IsId(id) || _blobs.Read(NameOf(learner, id)) is not { Length: > 36 } bytes) return null;
        var rest = bytes.AsSpan(32);
        if (!SHA256.HashData(rest).AsSpan().SequenceEqual(bytes.AsSpan(0, 32))) return null;
        var end = 4 + BinaryPrimitives.ReadInt32LittleEndian(rest);
        return JsonSerializer.Deserialize<LearnerFile>(rest[4..end]) is { } file && file.Id == id ? (file, rest[end..].ToArray()) : null;
    }

    private static string NameOf(LearnerId learner, string id) => $"{FolderOf(learner)}/{id}/{Blob}";

    // A learner's id opens everything of theirs: it is no name for a folder that an operator may list.
    private static string FolderOf(LearnerId learner) =>
        $"{Root}/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(learner.Value ?? "")))[..32]}";
}
