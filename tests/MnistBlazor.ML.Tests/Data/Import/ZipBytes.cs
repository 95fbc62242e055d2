using System.IO.Hashing;

namespace MnistBlazor.ML.Tests.Data.Import;

/// <summary>Zip archives made by hand, with what no library writes: stored files with raw names and extra fields.</summary>
internal static class ZipBytes
{
    public static byte[] Of(params (byte[] Name, byte[] Extra, byte[] Content)[] files)
    {
        using var archive = new MemoryStream();
        using var directory = new MemoryStream();
        foreach (var (name, extra, content) in files)
        {
            byte[] common =
            [
                20, 0, 0, 0, 0, 0, 0, 0, 0, 0, .. Four((int)Crc32.HashToUInt32(content)), .. Four(content.Length), .. Four(content.Length),
                .. Two(name.Length), .. Two(extra.Length),
            ];
            byte[] place = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, .. Four((int)archive.Length)];
            directory.Write([.. "PK\u0001\u0002"u8, 20, 0, .. common, .. place, .. name, .. extra]);
            archive.Write([.. "PK\u0003\u0004"u8, .. common, .. name, .. extra, .. content]);
        }
        byte[] counts = [0, 0, 0, 0, .. Two(files.Length), .. Two(files.Length)];
        byte[] end = [.. "PK\u0005\u0006"u8, .. counts, .. Four((int)directory.Length), .. Four((int)archive.Length), 0, 0];
        return [.. archive.ToArray(), .. directory.ToArray(), .. end];

        static byte[] Two(int value) => BitConverter.GetBytes((ushort)value);
        static byte[] Four(int value) => BitConverter.GetBytes(value);
    }
}
