using MnistBlazor.Lessons.Operation;
using MnistBlazor.ML.Data;

namespace MnistBlazor.Lessons.Datasets;

/// <summary>How a learner's files come from the browser to the disk.</summary>
internal static class FileArrival
{
    private const int MaxFiles = 200, MaxNameLength = 60;

    /// <summary>Bytes that the browser says there are; more are not taken.</summary>
    public static long Declared(IReadOnlyList<UploadedFile> files) => files.Sum(file => Math.Max(0, file.Length));

    /// <returns>The names of the files, and where they are.</returns>
    /// <exception cref="DatasetException">
    /// They are past a bound, or come too slowly: a place is not held by a file without an end.
    /// </exception>
    public static async Task<List<(string, string)>> FetchAsync(
        LessonsOptions options, TimeProvider time, IReadOnlyList<UploadedFile> files, string folder, string name,
        IProgress<LoadProgress>? progress, CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(options.DatasetDraftIdle, time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation, late.Token);
        try
        {
            return await FetchAsync(options, files, folder, name, progress, ended.Token);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw UploadError.NoDraft();
        }
    }

    /// <summary>A file's name without its path and what cannot be shown.</summary>
    public static string Clean(string name)
    {
        var text = string.Concat(Path.GetFileName(name.Replace('\\', '/')).Where(character => !char.IsControl(character))).Trim();
        return text.Length <= MaxNameLength ? text : text[^MaxNameLength..];
    }

    private static async Task<List<(string, string)>> FetchAsync(
        LessonsOptions options, IReadOnlyList<UploadedFile> files, string folder, string name, IProgress<LoadProgress>? progress,
        CancellationToken cancellation)
    {
        if (files.Count is 0 or > MaxFiles) throw UploadError.FileCount(name, files.Count);
        var (arrived, bytes, total) = (new List<(string, string)>(), 0L, Declared(files));
        if (total > options.MaxUploadBytes) throw UploadError.TooLarge(name, options.MaxUploadBytes);
        var buffer = new byte[1 << 16];
        foreach (var file in files)
        {
            var path = Path.Combine(folder, $"{arrived.Count}");
            await using var input = file.Open(cancellation);
            await using var output = File.Create(path);
            for (int read; (read = await input.ReadAsync(buffer, cancellation)) > 0;)
            {
                bytes += read;
                if (bytes > total) throw UploadError.TooLarge(name, options.MaxUploadBytes);
                await output.WriteAsync(buffer.AsMemory(0, read), cancellation);
                progress?.Report(new("uploading", Clean(file.Name), bytes, total));
            }
            arrived.Add((Clean(file.Name), path));
        }
        return arrived;
    }
}
