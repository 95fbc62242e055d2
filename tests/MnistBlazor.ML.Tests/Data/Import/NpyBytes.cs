using System.Text;

namespace MnistBlazor.ML.Tests.Data.Import;

/// <summary>NumPy's arrays made in memory, right or wrong as a test wants them.</summary>
internal static class NpyBytes
{
    public static byte[] Of(string type, string shape, byte[] elements, bool fortran = false)
    {
        var header = $"{{'descr': '{type}', 'fortran_order': {(fortran ? "True" : "False")}, 'shape': {shape}, }}";
        header = header.PadRight((header.Length + 11 + 63) / 64 * 64 - 11) + "\n";
        return [0x93, .. "NUMPY"u8, 1, 0, .. BitConverter.GetBytes((ushort)header.Length), .. Encoding.ASCII.GetBytes(header), .. elements];
    }
}
