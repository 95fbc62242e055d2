using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Storage;
using MnistBlazor.Runs.Tests.Contracts;

namespace MnistBlazor.Runs.Tests.Storage;

/// <summary>Files keep the contract of documents within a process, and nobody else may read them.</summary>
public sealed class DocumentFilesTests : ServerDocumentsContract, IDisposable
{
    private readonly TempFolder _folder = new();

    public DocumentFilesTests() => Documents = new DocumentFiles(_folder.Path);

    protected override IServerDocuments Documents { get; }

    protected override IServerDocuments Again => Documents;

    public void Dispose() => _folder.Dispose();

    protected override void Wait()
    {
    }

    [Fact]
    public void A_document_is_the_file_of_its_name_and_one_changed_by_hand_is_read_anew()
    {
        Documents.TryWrite("access.json", "one", null);
        var file = Path.Combine(_folder.Path, "access.json");
        Assert.Equal("one", File.ReadAllText(file));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));

        File.WriteAllText(file, "other");
        File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddSeconds(1));

        Assert.Equal("other", Documents.Read("access.json"));
        Assert.False(Documents.TryWrite("access.json", "two", "one"));
        File.Delete(file);
        Assert.Null(Documents.Read("access.json"));
    }
}
