using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Storage;
using MnistBlazor.Runs.Tests;
using MnistBlazor.Runs.Tests.Contracts;

namespace MnistBlazor.Cluster.Tests.Sharing;

/// <summary>A folder that several processes share keeps the contract of blobs; what they take in may come from another disk.</summary>
public sealed class SharedFolderBlobsTests : RunBlobsContract, IDisposable
{
    private readonly TempFolder _folder = new();

    // Memory, where there is such a disk.
    private readonly DirectoryInfo _other = Directory.Exists("/dev/shm")
        ? Directory.CreateDirectory($"/dev/shm/mnist-blazor-{Guid.NewGuid():N}")
        : Directory.CreateTempSubdirectory("mnist-blazor-");

    public SharedFolderBlobsTests() => (Blobs, Again) = (Process(), Process());

    protected override IRunBlobs Blobs { get; }

    protected override IRunBlobs Again { get; }

    public void Dispose()
    {
        _folder.Dispose();
        _other.Delete(recursive: true);
    }

    protected override string NewFolder() => _other.CreateSubdirectory("arriving").FullName;

    [Fact]
    public async Task Of_many_that_write_the_same_name_at_the_same_moment_one_stays_whole()
    {
        const string name = "models/welcome-softmax.safetensors";
        byte[][] all = [.. Enumerable.Range(0, 8).Select(i => Enumerable.Repeat((byte)i, 1 << 20).ToArray())];

        await Task.WhenAll(all.Select(bytes => Task.Run(() => Process().Write(name, bytes))));

        var read = Blobs.Read(name)!;
        Assert.Equal(all[read[0]], read);
        Assert.Equal([new Blob(name, 1 << 20)], Again.List("models"));
        Assert.Single(Directory.GetFiles(Path.Combine(_folder.Path, "models")));
    }

    [Fact]
    public void What_cannot_be_taken_in_whole_leaves_nothing()
    {
        var source = NewFolder();
        File.WriteAllBytes(Path.Combine(source, "images"), [1]);
        Blobs.Write("uploads/ada", [1]); // in the place of a folder

        Assert.ThrowsAny<IOException>(() => Blobs.TakeIn("uploads/ada/own-1", source));

        Assert.True(File.Exists(Path.Combine(source, "images")));
        Assert.Equal(["uploads/ada"], Again.List("uploads").Select(blob => blob.Name));
    }

    private LocalBlobs Process() => new(new DataDirectory(_folder.Path), isShared: true);
}
