using System.Globalization;
using System.Text;
using UtfUnknown;

namespace MnistBlazor.ML.Data.Import.Archives;

/// <summary>
/// The names of an archive's files as text. A zip archive says of a name that it is in UTF-8, or nothing: then what all of them together
/// can be decides, and what none of it reads is refused, for a class would be called so.
/// </summary>
internal static class EntryNames
{
    /// <summary>Below it, UTF.Unknown guesses.</summary>
    private const float Confident = 0.8f;

    private const int Korean = 949, American = 437;

    private static readonly Encoding Utf8 = new UTF8Encoding(false);

    static EntryNames() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <returns>Also which encoding was found where the archive says none and it is not UTF-8; null: none was looked for.</returns>
    /// <exception cref="DatasetException">The names cannot be read.</exception>
    public static (string[] Names, string? Encoding) Decode(IReadOnlyList<ZipDirectoryEntry> entries, string archive)
    {
        var said = entries.Select(Said).ToArray();
        byte[][] open = [.. entries.Zip(said).Where(one => one.Second is null).Select(one => one.First.Name)];
        var (texts, encoding) = Guess(open) ?? (open.Select(name => FileNameOnly(name) ?? throw Unreadable(archive, name)).ToArray(), null);
        var next = 0;
        return ([.. said.Select(name => name ?? texts[next++])], encoding);
    }

    /// <summary>A path with <c>/</c> between its parts, and without empty ones.</summary>
    public static string Path(string name) =>
        string.Join('/', name.Replace('\\', '/').Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != "."));

    /// <returns>Null: the bytes are no text in that encoding.</returns>
    public static string? Strict(Encoding encoding, ReadOnlySpan<byte> bytes)
    {
        try
        {
            var strict = Encoding.GetEncoding(encoding.CodePage, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
            return strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static string? Said(ZipDirectoryEntry entry) =>
        Ascii.IsValid(entry.Name)
            ? Encoding.ASCII.GetString(entry.Name)
            : entry.UnicodePath ?? (entry.IsUtf8 ? Strict(Utf8, entry.Name) : null);

    private static DatasetException Unreadable(string archive, byte[] name) => DatasetError.EntryNames(archive, Shown(name));

    private static (string[] Texts, string? Encoding)? Guess(byte[][] names)
    {
        if (All(Utf8, names) is { } utf8) return (utf8, null);
        var korean = Encoding.GetEncoding(Korean);
        if (All(korean, names) is { } hangul && IsKorean(hangul, korean)) return (hangul, "CP949");
        byte[] together = [.. names.SelectMany(name => name.Append((byte)'\n'))];
        if (CharsetDetector.DetectFromBytes(together).Detected is { Encoding: { } detected, Confidence: > Confident }
            && All(detected, names) is { } found && found.All(IsReadable))
            return (found, detected.WebName);
        return All(Encoding.GetEncoding(American), names) is { } american && american.All(IsReadable) ? (american, "CP437") : null;
    }

    private static string[]? All(Encoding encoding, byte[][] names)
    {
        var texts = new string[names.Length];
        for (var i = 0; i < names.Length; i++)
        {
            if (Strict(encoding, names[i]) is not { } text) return null;
            texts[i] = text;
        }
        return texts;
    }

    // Any two bytes with the first bit set are some syllable: half of them have to be of those that Korean is written with (KS X 1001), for
    // a German u-umlaut of MS-DOS and the letter after it make a syllable as well.
    internal static bool HasCommonSyllables(IEnumerable<char> text, Encoding korean)
    {
        var syllables = text.Where(letter => letter > 127).ToList();
        return syllables.Count(letter => korean.GetBytes([letter]) is [>= 0xB0 and <= 0xC8, >= 0xA1]) * 2 >= syllables.Count;
    }

    private static bool IsKorean(string[] texts, Encoding korean) =>
        HasCommonSyllables(texts.SelectMany(text => text), korean)
        && texts.All(text => text.All(letter => letter <= 127 || IsKorean(letter)));

    // A syllable, a letter of one, a mark of Korean, or one as wide as a syllable.
    private static bool IsKorean(char letter) =>
        letter is (>= '가' and <= '힣') or (>= '\u3000' and <= '\u318E') or (>= '\uFF00' and <= '\uFFEF') or '·' or '…';

    private static bool IsReadable(string text) => text.All(letter =>
        letter < 128 || char.IsLetterOrDigit(letter)
        || char.GetUnicodeCategory(letter) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark);

    /// <summary>A name of which only the last part is unreadable names no class: it may be called anything.</summary>
    private static string? FileNameOnly(byte[] name)
    {
        var folder = name.AsSpan(0, name.AsSpan().LastIndexOfAny((byte)'/', (byte)'\\') + 1);
        return Ascii.IsValid(folder) ? Shown(name) : null;
    }

    private static string Shown(byte[] name) => string.Concat(name.Select(letter => letter is >= 32 and < 127 ? (char)letter : '_'));
}
