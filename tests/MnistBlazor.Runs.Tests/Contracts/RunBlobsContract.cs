using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Runs.Tests.Contracts;

/// <summary>What <see cref="IRunBlobs"/> owes: derive from it to hold an implementation to that.</summary>
public abstract class RunBlobsContract
{
    private const string Name = "runs/ab/00000010.checkpoint";

    protected abstract IRunBlobs Blobs { get; }

    /// <summary>Whoever else uses the same blobs: another process, or this one after a restart.</summary>
    protected abstract IRunBlobs Again { get; }

    /// <summary>A new folder for <see cref="IRunBlobs.TakeIn"/>.</summary>
    protected abstract string NewFolder();

    [Fact]
    public void What_is_written_is_read_by_everyone_and_what_is_not_there_is_null()
    {
        Blobs.Write(Name, [1, 2, 3]);
        Blobs.Write("one", []);

        Assert.Equal([1, 2, 3], Blobs.Read(Name));
        Assert.Equal([1, 2, 3], Again.Read(Name));
        Assert.Empty(Again.Read("one")!);
        Assert.Null(Blobs.Read("runs/ab/00000011.checkpoint"));
        Assert.Null(Blobs.Read("nowhere/at/all"));
        Assert.Null(Blobs.Read("runs/ab"));
    }

    [Fact]
    public void A_second_write_takes_the_place_of_the_first()
    {
        Blobs.Write(Name, new byte[1000]);
        Blobs.Write(Name, [7]);

        Assert.Equal([7], Again.Read(Name));
        Assert.Equal(new Blob(Name, 1), Assert.Single(Again.List("runs/ab")));
    }

    [Fact]
    public async Task A_reader_beside_a_writer_finds_one_whole_blob_or_the_other()
    {
        byte[] small = [1], large = [.. Enumerable.Repeat((byte)2, 1 << 20)];
        Blobs.Write(Name, small);

        var writing = Task.Run(() =>
        {
            for (var i = 0; i < 20; i++) Blobs.Write(Name, i % 2 == 0 ? large : small);
        });
        do
        {
            if (Again.Read(Name) is { } read) Assert.True(read.AsSpan().SequenceEqual(small) || read.AsSpan().SequenceEqual(large));
        }
        while (!writing.IsCompleted);
        await writing;
    }

    [Fact]
    public void A_folders_blobs_are_listed_with_their_sizes_and_its_folders_by_name()
    {
        Blobs.Write("runs/ab/1", [1]);
        Blobs.Write("runs/ab/2", [1, 2]);
        Blobs.Write("runs/cd/1", [1, 2, 3]);
        Blobs.Write("runsand/ab/1", [1]);

        Assert.Equal([new("runs/ab/1", 1), new("runs/ab/2", 2)], Again.List("runs/ab").OrderBy(blob => blob.Name));
        Assert.Equal(6, Again.List("runs").Sum(blob => blob.Bytes));
        Assert.Equal(["ab", "cd"], Again.Folders("runs").Order());
        Assert.Empty(Again.List("nowhere"));
        Assert.Empty(Again.Folders("nowhere"));
    }

    [Fact]
    public void A_blob_and_a_folder_can_be_removed_and_removing_what_is_not_there_does_no_harm()
    {
        Blobs.Write("runs/ab/1", [1]);
        Blobs.Write("runs/ab/2", [2]);
        Blobs.Write("runs/cd/1", [3]);

        Blobs.Delete("runs/ab/1");
        Blobs.Delete("runs/ab/1");
        Blobs.DeleteFolder("runs/cd");
        Blobs.DeleteFolder("runs/cd");
        Blobs.DeleteFolder("nowhere/at/all");

        Assert.Null(Again.Read("runs/ab/1"));
        Assert.Equal(["runs/ab/2"], Again.List("runs").Select(blob => blob.Name));
        Assert.Equal(["ab"], Again.Folders("runs"));
        Blobs.Write("runs/cd/1", [4]);
        Assert.Equal([4], Again.Read("runs/cd/1"));
    }

    [Fact]
    public void A_local_folder_is_taken_in_and_given_out_as_files()
    {
        var source = NewFolder();
        File.WriteAllBytes(Path.Combine(source, "images"), [1, 2]);
        File.WriteAllBytes(Path.Combine(source, "labels"), [3]);

        Blobs.TakeIn("uploads/ada/own-1", source);

        Assert.False(Directory.Exists(source));
        Assert.Equal(["own-1"], Again.Folders("uploads/ada"));
        Assert.Equal([3], Again.Read("uploads/ada/own-1/labels"));
        var local = Again.LocalFolder("uploads/ada/own-1");
        Assert.Equal(["images", "labels"], Directory.GetFiles(local).Select(Path.GetFileName).Order());
        Assert.Equal([1, 2], File.ReadAllBytes(Path.Combine(local, "images")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/etc/passwd")]
    [InlineData("..")]
    [InlineData("runs/../notebook.db")]
    [InlineData("runs//1")]
    [InlineData("runs/./1")]
    [InlineData("runs\\1")]
    public void What_is_no_name_is_refused(string name)
    {
        Assert.Throws<ArgumentException>(() => Blobs.Write(name, [1]));
        Assert.Throws<ArgumentException>(() => Blobs.Read(name));
        Assert.Throws<ArgumentException>(() => Blobs.DeleteFolder(name));
    }
}
