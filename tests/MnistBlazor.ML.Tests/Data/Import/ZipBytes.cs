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
                20, 0, 0, 0, 0, 0, 0, 0, 0, 0, .. BitConverter.GetBytes(Crc32.HashToUInt32(content)), .. BitConverter.GetBytes(content.Length),
                .. BitConverter.GetBytes(content.Length), .. BitConverter.GetBytes((ushort)name.Length), .. BitConverter.GetBytes((ushort)extra.Length),
            ];
            directory.Write([.. "PK\u0001\u0002"u8, 20, 0, .. common, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, .. BitConverter.GetBytes((int)archive.Length), .. name, .. extra]);
            archive.Write([.. "PK\u0003\u0004"u8, .. common, .. name, .. extra, .. content]);
        }
        var count = BitConverter.GetBytes((ushort)files.Length);
        byte[] end = [.. "PK\u0005\u0006"u8, 0, 0, 0, 0, .. count, .. count, .. BitConverter.GetBytes((int)directory.Length), .. BitConverter.GetBytes((int)archive.Length), 0, 0];
        return [.. archive.ToArray(), .. directory.ToArray(), .. end];
    }
}
