using System.Text.RegularExpressions;

namespace MnistBlazor.ML.Data.Import.Formats;

/// <summary>What the name of a file of many images, or of their labels, says.</summary>
/// <param name="Key">What is left of it: alike for files of one data set.</param>
/// <param name="IsValidation">Whether its images are said to be for validation: they count as training images.</param>
internal sealed partial record TableName(string Key, ImageRole Role, bool IsValidation)
{
    private static readonly string[] Training = ["train", "training"], Testing = ["test", "testing", "t10k"],
        Validating = ["val", "valid", "validation", "dev"];

    private static readonly HashSet<string> Kinds =
    [
        "images", "image", "imgs", "img", "labels", "label", "lbls", "x", "y", "target", "targets", "mapping",
        "idx", "idx1", "idx2", "idx3", "idx4", "ubyte", "int", "gz", "npz", "npy", "csv", "tsv", "txt", "arr",
    ];

    /// <param name="path">With its folders: <c>mnist/train/images.idx</c>.</param>
    public static TableName Of(string path)
    {
        string[] words = [.. Copy().Replace(path.ToLowerInvariant(), "").Split(Separators(), StringSplitOptions.RemoveEmptyEntries)];
        var role = words.Any(word => RoleOf(word) == ImageRole.Test) ? ImageRole.Test
            : words.Any(word => RoleOf(word) == ImageRole.Train) ? ImageRole.Train : ImageRole.Unsaid;
        var key = words.Where(word => RoleOf(word) == ImageRole.Unsaid && !Kinds.Contains(word)).Distinct();
        return new(string.Join('-', key), role, role == ImageRole.Train && words.Any(IsValidating));
    }

    /// <summary>What a word for a part of a data set says.</summary>
    public static ImageRole RoleOf(string word)
    {
        if (Testing.Contains(word, StringComparer.OrdinalIgnoreCase)) return ImageRole.Test;
        var trains = Training.Contains(word, StringComparer.OrdinalIgnoreCase) || IsValidating(word);
        return trains ? ImageRole.Train : ImageRole.Unsaid;
    }

    public static bool IsValidating(string word) => Validating.Contains(word, StringComparer.OrdinalIgnoreCase);

    private static char[] Separators() => [' ', '-', '_', '.', '/', '(', ')', '[', ']', '+', ','];

    // What a browser or a file manager adds to the name of what was there before, and NumPy to a single array.
    [GeneratedRegex(@"\s*\(\d+\)|\s+-?\s*(copy|복사본)|(?<=arr)_0")]
    private static partial Regex Copy();
}
