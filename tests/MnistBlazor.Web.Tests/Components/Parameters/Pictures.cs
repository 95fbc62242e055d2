using System.IO.Compression;
using MnistBlazor.Lessons.Datasets;
using MnistBlazor.Web.Models.Drawing;

namespace MnistBlazor.Web.Tests.Components.Parameters;

/// <summary>What learners bring along in tests: a folder for each class, with bright bars on dark pictures.</summary>
internal static class Pictures
{
    /// <param name="files">Besides the pictures.</param>
    public static UploadedFile Zip(int classes, int images, params (string Name, byte[] Content)[] files)
    {
        var pictures = Enumerable.Range(0, classes).SelectMany(label =>
            Enumerable.Range(0, images).Select(image => ($"class{label:000}/{image}.png", Bar(label * images + image))));
        using var memory = new MemoryStream();
        using (var archive = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in pictures.Concat(files))
            {
                using var entry = archive.CreateEntry(name, CompressionLevel.NoCompression).Open();
                entry.Write(content);
            }
        }
        var bytes = memory.ToArray();
        return new("bars.zip", bytes.Length, _ => new MemoryStream(bytes));
    }

    /// <summary>A bar near the top left, of a size and at a height that follow the number.</summary>
    private static byte[] Bar(int number)
    {
        var pixels = new byte[784];
        for (var y = 0; y < 3; y++)
            for (var x = 0; x < 6 + number / 15 % 12; x++) pixels[(2 + number % 15 + y) * 28 + 3 + x] = 240;
        return Png.FromGrey(pixels, 28, 28);
    }
}
