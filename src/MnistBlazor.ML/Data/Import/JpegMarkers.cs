namespace MnistBlazor.ML.Data.Import;

/// <summary>What a JPEG's markers say, without decoding it.</summary>
/// <param name="IsClosed">
/// Whether it goes on to its end marker. The decoder takes a progressive one that was cut off for a coarse picture, and says that all
/// went well.
/// </param>
/// <param name="IsProgressive">The decoder keeps all of its coefficients in memory, not a few rows.</param>
/// <param name="Scans">How often the decoder goes over the picture: a few times, unless somebody wants to keep it busy.</param>
internal readonly record struct JpegMarkers(bool IsClosed, bool IsProgressive, int Scans)
{
    public static JpegMarkers Read(ReadOnlySpan<byte> jpeg)
    {
        var (progressive, scans) = (false, 0);
        for (var at = 2; at + 1 < jpeg.Length;)
        {
            var marker = jpeg[at] == 0xFF ? jpeg[at + 1] : 0;
            if (marker == 0xD9) return new(true, progressive, scans);
            if (marker is 0xC2 or 0xC6 or 0xCA or 0xCE) progressive = true;
            if (marker == 0xDA) scans++;
            // A byte of the picture, a filling, or a marker of two bytes; any other says how long its segment is.
            if (marker is 0 or 0x01 or (>= 0xD0 and <= 0xD8) or 0xFF) at++;
            else if (at + 3 < jpeg.Length) at += 2 + (jpeg[at + 2] << 8 | jpeg[at + 3]);
            else break;
        }
        return new(false, progressive, scans);
    }
}
