using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Storage;
using MnistBlazor.Runs.Tests.Contracts;

namespace MnistBlazor.Runs.Tests.Storage;

/// <summary>Files in the data directory keep the contract, and lie where they always lay.</summary>
public sealed class LocalBlobsTests : RunBlobsContract, IDisposable
{
    private readonly TempFolder _folder = new();

    protected override IRunBlobs Blobs => new LocalBlobs(new DataDirectory(_folder.Path));

    protected override IRunBlobs Again => Blobs;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_blob_is_the_file_of_its_name()
    {
        Blobs.Write("runs/ab/1", [1, 2]);

        Assert.Equal([1, 2], File.ReadAllBytes(Path.Combine(_folder.Path, "runs", "ab", "1")));
    }

    [Fact]
    public void What_a_crash_left_half_written_is_no_blob()
    {
        Blobs.Write("runs/ab/1", [1, 2]);
        File.WriteAllBytes(Path.Combine(_folder.Path, "runs", "ab", "2.part"), [1]);

        Assert.Equal(["runs/ab/1"], Blobs.List("runs").Select(blob => blob.Name));
    }

    [Fact]
    public void A_folder_that_a_crash_left_half_removed_holds_no_blobs_and_can_be_removed_again()
    {
        var half = Directory.CreateDirectory(Path.Combine(_folder.Path, "runs", "ab.part"));
        File.WriteAllBytes(Path.Combine(half.FullName, "1"), [1]);

        Assert.Empty(Blobs.List("runs"));
        Assert.Equal(["ab"], Blobs.Folders("runs"));
        Blobs.DeleteFolder("runs/ab");

        Assert.False(half.Exists && Directory.Exists(half.FullName));
        Assert.Empty(Blobs.Folders("runs"));
    }

    protected override string NewFolder() => Directory.CreateDirectory(Path.Combine(_folder.Path, "arriving")).FullName;
}
