namespace MnistBlazor.Runs.Contracts;

/// <summary>What may be a name of a blob, or of a folder of blobs: see <see cref="IRunBlobs"/>.</summary>
internal static class BlobName
{
    /// <returns>The parts between the slashes.</returns>
    /// <exception cref="ArgumentException">It is no name.</exception>
    public static string[] Parts(string name)
    {
        var parts = name.Split('/');
        return parts.Any(part => part is "" or "." or ".." || part.AsSpan().ContainsAny('\\', '\0'))
            ? throw new ArgumentException($"\"{name}\" is no name of a blob.", nameof(name))
            : parts;
    }
}
