using System.Security.Cryptography;
using System.Text.Json;

namespace MnistBlazor.Runs;

/// <summary>
/// What a backup holds, with checksums, in a file of its own that is written last: a folder without it is no backup, or not a whole one.
/// </summary>
/// <param name="Files">By their paths in the backup, with slashes.</param>
internal sealed record BackupMark(int Runs, IReadOnlyDictionary<string, BackupMark.Content> Files)
{
    public const string FileName = "backup.json";

    /// <param name="Sha256">In lower-case hexadecimal digits.</param>
    public readonly record struct Content(long Bytes, string Sha256);

    public static BackupMark Of(string folder, int runs) => new(
        runs,
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(
            file => Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/'), ContentOf));

    /// <exception cref="IOException">There is none, or it is damaged.</exception>
    public static BackupMark Read(string folder)
    {
        var file = Path.Combine(folder, FileName);
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"There is no backup in {folder}.");
        if (!File.Exists(file))
            throw new IOException(
                $"{folder} is no finished backup: it lacks {FileName}, which is written last. Use one that \"verify\" finds whole.");
        try
        {
            return JsonSerializer.Deserialize<BackupMark>(File.ReadAllBytes(file)) is { Files: not null } mark
                ? mark
                : throw new JsonException("it is empty");
        }
        catch (JsonException damaged)
        {
            throw new IOException($"{file} is damaged ({damaged.Message.TrimEnd('.')}): this backup cannot be trusted.", damaged);
        }
    }

    public void Write(string folder)
    {
        using var file = new FileStream(Path.Combine(folder, FileName), FileMode.CreateNew, FileAccess.Write);
        JsonSerializer.Serialize(file, this);
        file.Flush(flushToDisk: true);
    }

    /// <summary>What is missing of the backup or has changed since: a sentence for each.</summary>
    public IEnumerable<string> Problems(string folder)
    {
        foreach (var (name, expected) in Files)
        {
            var file = Path.Combine(folder, name);
            if (!File.Exists(file)) yield return $"{name} is missing.";
            else if (ContentOf(file) != expected) yield return $"{name} is damaged: its checksum is another.";
        }
    }

    private static Content ContentOf(string file)
    {
        using var stream = File.OpenRead(file);
        return new(stream.Length, Convert.ToHexStringLower(SHA256.HashData(stream)));
    }
}
