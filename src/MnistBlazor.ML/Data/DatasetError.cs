using System.Globalization;

namespace MnistBlazor.ML.Data;

/// <summary>All ways in which a data set can fail, in one place: code, English words, arguments.</summary>
internal static class DatasetError
{
    public static DatasetException Unknown(string id) =>
        new("dataset-unknown", id, $"There is no data set called '{id}'.", []);

    /// <summary>{1} the places that were searched.</summary>
    public static DatasetException NotFound(string id, IReadOnlyList<string> places) =>
        new("dataset-not-found", id, $"The files of '{id}' were not found in {string.Join(", ", places)}, and no mirror is configured. "
            + "Put the four IDX files into one of these folders.", [string.Join(", ", places)]);

    /// <summary>{1} the bound in bytes.</summary>
    public static DatasetException TooLarge(string file, long bound) =>
        new("file-too-large", file, $"{file} is larger than {Text(bound)} bytes, the largest file accepted.", [Text(bound)]);

    /// <summary>{1} what the reading failed with.</summary>
    public static DatasetException Unreadable(string file, Exception cause) =>
        new("file-unreadable", file, $"{file} cannot be read: {cause.Message}", [cause.Message], cause);

    /// <summary>{1} the offset in the unpacked content at which the gzip stream breaks off or turns wrong.</summary>
    public static DatasetException GzipDamaged(string file, long offset, Exception? cause) =>
        new("gzip-damaged", file, $"{file} is no intact gzip file: it broke after {Text(offset)} unpacked bytes. Delete it and load again.",
            [Text(offset)], cause);

    /// <summary>{1} the SHA-256 expected, {2} the one found.</summary>
    public static DatasetException Checksum(string file, string expected, string found) =>
        new("checksum", file, $"{file} is not the file that it should be: SHA-256 {expected} expected, {found} found. Delete it and load again.",
            [expected, found]);

    /// <summary>{1} the offset at which the file ends, {2} the length expected.</summary>
    public static DatasetException Truncated(string file, long length, long expected) =>
        new("idx-truncated", file, $"{file} ends at offset {Text(length)}, but {Text(expected)} bytes were expected.", [Text(length), Text(expected)]);

    /// <summary>{1} the offset of the first byte too many, {2} the length found.</summary>
    public static DatasetException Oversized(string file, long expected, long length) =>
        new("idx-oversized", file, $"{file} goes on after offset {Text(expected)}, where its header says it ends: it has {Text(length)} bytes.",
            [Text(expected), Text(length)]);

    /// <summary>{1} the offset, {2} what was expected there, {3} what was found.</summary>
    public static DatasetException Header(string file, int offset, string expected, string found) =>
        new("idx-header", file, $"{file} has {found} at offset {Text(offset)}, but {expected} was expected.", [Text(offset), expected, found]);

    /// <summary>{1} the offset, {2} the largest label, {3} the label found.</summary>
    public static DatasetException Label(string file, long offset, int largest, int found) =>
        new("idx-label", file, $"{file} has the label {Text(found)} at offset {Text(offset)}, but labels from 0 to {Text(largest)} were expected.",
            [Text(offset), Text(largest), Text(found)]);

    /// <summary>{1} the number of labels, {2} the number of images.</summary>
    public static DatasetException Counts(string labelFile, int labels, int images) =>
        new("idx-counts", labelFile, $"{labelFile} has {Text(labels)} labels at offset 4, but {Text(images)} were expected: one for each image.",
            [Text(labels), Text(images)]);

    /// <summary>{1} what the last mirror failed with.</summary>
    public static DatasetException Download(string file, string reason, Exception? cause) =>
        new("download-failed", file, $"{file} could not be downloaded: {reason}. What has arrived is kept; loading again continues there.",
            [reason], cause);

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
