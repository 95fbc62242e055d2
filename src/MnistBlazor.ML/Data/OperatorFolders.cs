using System.Text.RegularExpressions;

namespace MnistBlazor.ML.Data;

/// <summary>A folder in which an operator put a data set.</summary>
/// <param name="Id">Its name.</param>
internal sealed record OperatorFolder(string Id, string Source, string Path);

/// <summary>The data sets beside the published ones, in the configured folder and in the data directory: a folder each.</summary>
internal static partial class OperatorFolders
{
    /// <summary>
    /// Folders whose names can stand in an address and in code: letters, digits, <c>-</c>, <c>_</c> and <c>.</c>, at most 40 of
    /// them. What is no folder or cannot be listed counts as empty.
    /// </summary>
    public static IEnumerable<OperatorFolder> Find(DatasetOptions options, IReadOnlyList<string> published)
    {
        var places = new List<(string Source, string Folder)> { ("data-directory", Path.Combine(options.DataDirectory, "datasets")) };
        if (options.Folder is not null) places.Insert(0, ("folder", options.Folder));
        return places
            .SelectMany(place => Folders(place.Folder).Select(path => new OperatorFolder(Path.GetFileName(path), place.Source, path)))
            .Where(folder => Name().IsMatch(folder.Id)
                && published.All(known => !known.Equals(folder.Id, StringComparison.OrdinalIgnoreCase)))
            .DistinctBy(folder => folder.Id);
    }

    private static IEnumerable<string> Folders(string parent)
    {
        try
        {
            return Directory.Exists(parent) ? Directory.GetDirectories(parent).Order(StringComparer.Ordinal) : [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    [GeneratedRegex(@"^(?!own-)[A-Za-z0-9][A-Za-z0-9._-]{0,39}$")]
    private static partial Regex Name();
}
