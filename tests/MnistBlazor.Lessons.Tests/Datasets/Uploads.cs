using System.Buffers.Binary;
using System.IO.Compression;
using MnistBlazor.Lessons.Datasets;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Tests.Datasets;

/// <summary>What learners bring along in tests.</summary>
internal static class Uploads
{
    public static UploadedFile File(string name, byte[] content) => new(name, content.Length, _ => new MemoryStream(content));

    /// <summary>Reads the files and takes the data set in as it is.</summary>
    public static async Task<UploadedDataset> AddAsync(
        this DatasetDrafts drafts, LearnerId learner, IReadOnlyList<UploadedFile> files, CancellationToken cancellation = default)
    {
        await drafts.ReadAsync(learner, files, progress: null, cancellation);
        return await drafts.AcceptAsync(learner, progress: null, cancellation);
    }

    /// <summary>A zip of IDX files with two classes.</summary>
    public static IReadOnlyList<UploadedFile> TwoClasses(int train = 10, int test = 4)
    {
        using var memory = new MemoryStream();
        using (var archive = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, count) in new[] { ("train", train), ("t10k", test) })
            {
                Write(archive, name + "-images-idx3-ubyte", [0x803, count, 28, 28], Dots(count));
                Write(archive, name + "-labels-idx1-ubyte", [0x801, count], [.. Enumerable.Range(0, count).Select(i => (byte)(i % 2))]);
            }
            Write(archive, "classes.txt", [], "alpha\nbeta\n"u8.ToArray());
        }
        return [File("letters.zip", memory.ToArray())];
    }

    /// <summary>Images with a dot each, no two of the first 784 alike.</summary>
    public static byte[] Dots(int count)
    {
        var pixels = new byte[count * 784];
        for (var i = 0; i < count; i++) pixels[i * 784 + i % 784] = 255;
        return pixels;
    }

    private static void Write(ZipArchive archive, string name, int[] header, byte[] content)
    {
        using var entry = archive.CreateEntry(name).Open();
        var number = new byte[4];
        foreach (var part in header)
        {
            BinaryPrimitives.WriteInt32BigEndian(number, part);
            entry.Write(number);
        }
        entry.Write(content);
    }
}
