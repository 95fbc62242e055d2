namespace MnistBlazor.ML.Data;

/// <summary>A folder that may hold a data set, and what to call it in <see cref="ImageDataset.Source"/>.</summary>
internal sealed record DatasetPlace(string Source, string Folder)
{
    /// <summary>Where each file of the data set is in this folder, raw or packed; null unless all are there.</summary>
    public IReadOnlyDictionary<DatasetFile, string>? Find(DatasetDefinition definition)
    {
        var found = new Dictionary<DatasetFile, string>();
        foreach (var file in definition.Files)
        {
            var path = new[] { file.Name, file.Name + ".gz" }.Select(name => Path.Combine(Folder, name)).FirstOrDefault(File.Exists);
            if (path is null) return null;
            found.Add(file, path);
        }
        return found;
    }
}

/// <summary>The folders in which a data set is looked for, in order: the configured one, the data directory, packages.</summary>
internal static class DatasetLocator
{
    public static string DownloadFolder(DatasetOptions options, DatasetDefinition definition) =>
        Path.Combine(options.DataDirectory, "datasets", definition.Id);

    public static IEnumerable<DatasetPlace> Places(DatasetOptions options, DatasetDefinition definition)
    {
        if (options.Folder is not null)
        {
            // Several data sets have files of the same names; directly in the folder they are MNIST's.
            yield return new("folder", Path.Combine(options.Folder, definition.Id));
            if (definition.Id == "mnist") yield return new("folder", options.Folder);
        }
        yield return new("data-directory", DownloadFolder(options, definition));
        if (!options.UsePackages) yield break;
        foreach (var folder in definition.PackageFolders)
        {
            if (Path.IsPathRooted(folder)) yield return new("package", folder);
            else if (FindAbove(folder) is { } package) yield return new("package", package);
        }
    }

    private static string? FindAbove(string relative)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, relative);
            if (Directory.Exists(candidate)) return candidate;
        }
        return null;
    }
}
