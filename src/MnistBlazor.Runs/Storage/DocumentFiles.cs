using System.Text;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Runs.Storage;

/// <summary>
/// Documents as files of the data directory that other accounts cannot read. One that was changed meanwhile, by a command or by hand, is
/// read anew.
/// </summary>
public sealed class DocumentFiles(string dataDirectory) : IServerDocuments
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (DateTime Written, string? Text)> _known = [];

    public string? Read(string name)
    {
        lock (_gate)
        {
            var file = PlaceOf(name);
            var written = File.GetLastWriteTimeUtc(file);
            if (_known.TryGetValue(name, out var known) && known.Written == written) return known.Text;
            var text = File.Exists(file) ? File.ReadAllText(file) : null;
            _known[name] = (written, text);
            return text;
        }
    }

    public bool TryWrite(string name, string text, string? instead)
    {
        lock (_gate)
        {
            if (Read(name) != instead) return false;
            var file = PlaceOf(name);
            PrivateFiles.Write(file, Encoding.UTF8.GetBytes(text));
            _known[name] = (File.GetLastWriteTimeUtc(file), text);
            return true;
        }
    }

    public string PlaceOf(string name) => Path.Combine(dataDirectory, name);

    /// <inheritdoc/>
    /// <remarks>There is no other process: whoever changes a file by hand is heard by the next reading.</remarks>
    public IDisposable Subscribe(Action signal) => Nobody.Instance;

    private sealed class Nobody : IDisposable
    {
        public static readonly Nobody Instance = new();

        public void Dispose()
        {
        }
    }
}
