using System.Globalization;
using MnistBlazor.ML.Data;

namespace MnistBlazor.Lessons.Datasets;

/// <summary>All ways in which a learner's data set can be refused, beside those of its files.</summary>
internal static class UploadError
{
    public static DatasetException Gone(string id) =>
        new("gone", id, "The data set is no longer there: it was deleted, or is another learner's. Choose another one.", []);

    /// <summary>{1} the files chosen.</summary>
    public static DatasetException FileCount(string file, int count) =>
        new("upload-files", file, $"One zip archive, or the four IDX files, were expected, not {count} files.", [Text(count)]);

    /// <summary>{1} the most megabytes.</summary>
    public static DatasetException TooLarge(string file, long most) =>
        new("upload-too-large", file, $"{file} is too large: at most {most >> 20} MB can be uploaded.", [Text(most >> 20)]);

    /// <summary>{1} the most data sets of a learner.</summary>
    public static DatasetException TooMany(string file, int most) =>
        new("upload-too-many", file, $"There is no place for {file}: you have {most} data sets. Delete one.", [Text(most)]);

    /// <summary>{1} the most megabytes of a learner.</summary>
    public static DatasetException NoRoom(string file, long most) =>
        new("upload-no-room", file, $"There is no room for {file}: your data sets may take {most >> 20} MB. Delete one.",
            [Text(most >> 20)]);

    public static DatasetException Full(string file) =>
        new("upload-full", file, $"There is no room for {file}: this server holds as many data sets as it may. Ask who runs it.", []);

    public static DatasetException Busy(string file) =>
        new("upload-busy", file, $"{file} has to wait: another of your data sets is still arriving.", []);

    /// <summary>As many data sets are being looked at as the server keeps.</summary>
    public static DatasetException Waiting(string file) =>
        new("upload-waiting", file, $"{file} has to wait: others are looking at theirs. Try again in some minutes.", []);

    public static DatasetException NoDraft() =>
        new("upload-no-draft", "", "It waited too long and was given up. Choose the file again.", []);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
