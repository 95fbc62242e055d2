using System.Text;
using MnistBlazor.ML.Data.Import.Archives;
using UtfUnknown;

namespace MnistBlazor.ML.Data.Import;

/// <summary>A text file that does not say how it is encoded, read.</summary>
/// <param name="Encoding">UTF-8, UTF-16, CP949, or as the registry of encodings calls it.</param>
public sealed record DecodedText(string Text, string Encoding)
{
    private const int Korean = 949;

    private const string Utf16 = "UTF-16";

    static DecodedText() => System.Text.Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>By its mark; else the first of UTF-8, UTF-16 and CP949 that fits; else what UTF.Unknown makes of it.</summary>
    /// <returns>Null: it is no text.</returns>
    public static DecodedText? Of(ReadOnlySpan<byte> bytes)
    {
        if (bytes is [0xEF, 0xBB, 0xBF, ..]) return In(new UTF8Encoding(), bytes[3..], "UTF-8");
        if (bytes is [0xFF, 0xFE, ..]) return In(new UnicodeEncoding(), bytes[2..], Utf16);
        if (bytes is [0xFE, 0xFF, ..]) return In(new UnicodeEncoding(bigEndian: true, false), bytes[2..], Utf16);
        // Digits and commas have a zero in UTF-16 and nowhere else: before them where the larger byte comes first.
        if (bytes.IndexOf((byte)0) is var zero and >= 0) return In(new UnicodeEncoding(bigEndian: zero % 2 == 0, false), bytes, Utf16);
        if (In(new UTF8Encoding(), bytes, "UTF-8") is { } utf8) return utf8;
        var korean = System.Text.Encoding.GetEncoding(Korean);
        if (In(korean, bytes, "CP949") is { } hangul && EntryNames.HasCommonSyllables(hangul.Text, korean)) return hangul;
        return CharsetDetector.DetectFromBytes(bytes.ToArray()).Detected is { Encoding: { } found }
            ? In(found, bytes, found.WebName) : null;
    }

    private static DecodedText? In(Encoding encoding, ReadOnlySpan<byte> bytes, string name) =>
        EntryNames.Strict(encoding, bytes) is { } text && !text.Contains('\0') ? new(text, name) : null;
}
