using System.Net;
using System.Net.Http.Headers;

namespace MnistBlazor.ML.Data;

/// <summary>
/// Fetches the packed files of a data set from its mirrors. What arrives is kept in <c>{file}.partial</c>; a later attempt, on
/// whichever mirror, continues there. The file gets its name only once its content's checksum is right, so a reader never sees half of one.
/// </summary>
internal sealed class MirrorDownload(DatasetOptions options, HttpClient http)
{
    private const int AttemptsPerMirror = 3;

    /// <param name="folder">Where the file goes; created when missing.</param>
    /// <exception cref="DatasetException">No mirror gave the file; the message says what the last one failed with.</exception>
    public async Task FetchAsync(
        IReadOnlyList<Uri> mirrors, DatasetFile file, string folder, IProgress<LoadProgress>? progress, CancellationToken cancellation)
    {
        var name = file.Name + ".gz";
        var path = Path.Combine(folder, name);
        if (File.Exists(path)) return;
        Exception? last = null;
        try
        {
            Directory.CreateDirectory(folder);
            foreach (var mirror in mirrors)
            {
                for (var attempt = 0; attempt < AttemptsPerMirror; attempt++)
                {
                    try
                    {
                        await FetchOnceAsync(new Uri(mirror, name), path + ".partial", name, progress, cancellation);
                        Check(path + ".partial", name, file.Sha256, cancellation);
                        File.Move(path + ".partial", path, overwrite: true);
                        return;
                    }
                    catch (Exception error) when (IsMirrorsFault(error, cancellation))
                    {
                        last = error;
                    }
                }
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The disk's fault: another mirror would not help.
            throw DatasetError.Download(name, error);
        }
        throw DatasetError.Download(name, last);
    }

    private async Task FetchOnceAsync(
        Uri address, string partial, string name, IProgress<LoadProgress>? progress, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(options.DownloadPatience);
        await using var output = new FileStream(partial, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);

        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (output.Length > 0) request.Headers.Range = new RangeHeaderValue(output.Length, null);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
            return; // Everything is here already: the checksum decides.
        response.EnsureSuccessStatusCode();

        // A mirror that ignores ranges, or answers another one, starts over.
        var isPart = response.StatusCode == HttpStatusCode.PartialContent;
        var continues = isPart && response.Content.Headers.ContentRange?.From == output.Length;
        if (isPart && !continues) throw new HttpRequestException("The mirror sent another part than asked for.");
        if (!continues) output.SetLength(0);
        output.Seek(0, SeekOrigin.End);
        var total = output.Length + response.Content.Headers.ContentLength;
        if (total > options.MaxFileBytes) throw DatasetError.TooLarge(name, options.MaxFileBytes);

        await using var input = await response.Content.ReadAsStreamAsync(patience.Token);
        var buffer = new byte[1 << 16];
        while (true)
        {
            patience.CancelAfter(options.DownloadPatience);
            var read = await ReadFromMirrorAsync(input, buffer, patience.Token);
            if (read == 0) break;
            if (output.Length + read > options.MaxFileBytes) throw DatasetError.TooLarge(name, options.MaxFileBytes);
            await output.WriteAsync(buffer.AsMemory(0, read), cancellation);
            progress?.Report(new("downloading", name, output.Length, total));
        }
    }

    private static async Task<int> ReadFromMirrorAsync(Stream input, Memory<byte> buffer, CancellationToken cancellation)
    {
        try
        {
            return await input.ReadAsync(buffer, cancellation);
        }
        catch (IOException error)
        {
            // Told apart from a failure of the disk.
            throw new HttpRequestException(error.Message, error);
        }
    }

    private void Check(string partial, string name, string sha256, CancellationToken cancellation)
    {
        try
        {
            FileContent.Read(partial, name, sha256, options.MaxFileBytes, progress: null, cancellation);
        }
        catch (DatasetException)
        {
            File.Delete(partial);
            throw;
        }
    }

    private static bool IsMirrorsFault(Exception error, CancellationToken cancellation) =>
        error is HttpRequestException or DatasetException || error is OperationCanceledException && !cancellation.IsCancellationRequested;
}
