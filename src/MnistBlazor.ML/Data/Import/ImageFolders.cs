using MnistBlazor.ML.Data.Import.Formats;

namespace MnistBlazor.ML.Data.Import;

/// <summary>
/// Finds images that lie in a folder for each class, named after it: <c>CLASS/image.png</c>, or <c>train/CLASS/image.png</c> and
/// <c>test/CLASS/image.png</c>, with any folders around them and any within a class.
/// </summary>
internal static class ImageFolders
{
    private const long MostPerByte = 1032;

    /// <param name="pictures">By their paths.</param>
    /// <returns>Null: there are none, or none that lies in a folder.</returns>
    /// <exception cref="DatasetException">There are too few or too many classes, or too many images.</exception>
    public static FoundDataset? Find(Search search, IReadOnlyList<DatasetFileEntry> pictures)
    {
        var placed = Place([.. pictures.Select(picture => new PlacedImage(picture))]);
        foreach (var odd in pictures.Except(placed.Select(image => image.File))) search.Skip(odd, DatasetError.Place(odd.Path));
        if (placed.Count == 0) return null;
        search.CheckCount(placed.Count);
        var names = ClassNames.InOrder(placed.Select(image => image.Class));
        ClassNames.Check(names, search.Name, search.Bounds);
        var labelOf = names.Select((name, label) => (name, label)).ToDictionary(one => one.name, one => one.label);
        var hasTest = placed.Exists(image => image.Role == ImageRole.Test) && placed.Exists(image => image.Role != ImageRole.Test);
        var validation = placed.Count(image => hasTest && TableName.IsValidating(image.Split));
        string[] trimmed = [.. placed.Where(image => image.Class != image.Folder).Select(image => image.Class).Distinct()];
        var alike = names.GroupBy(name => name.ToUpperInvariant()).Where(group => group.Count() > 1).SelectMany(group => group);
        return new("pictures", names, [.. placed.Select(image => Found(search.Files, image, labelOf[image.Class], hasTest))])
        {
            Findings = [.. Finding.Validation(validation), .. Finding.Trimmed(trimmed), .. Finding.Case([.. alike])],
        };
    }

    private static FoundImage Found(DatasetFiles files, PlacedImage image, int label, bool hasTest)
    {
        var role = !hasTest ? ImageRole.Unsaid : image.Role == ImageRole.Test ? ImageRole.Test : ImageRole.Train;
        return new(image.File.Path, null, label, role, () =>
        {
            var content = files.Read(image.File);
            try
            {
                var picture = ImageDecoder.Decode(content, image.File.Path, files.Bounds.ImageSide);
                files.CountPixels(image.File, (long)picture.Width * picture.Height);
                return picture;
            }
            catch (DatasetException error) when (error.Code == DatasetError.ImageDamagedCode)
            {
                // It may have been as much work as a whole one: zlib packs no better than that.
                files.CountPixels(image.File, content.Length * MostPerByte);
                throw;
            }
        });
    }

    /// <summary>Which folder of each is its class; without those that lie where the others have none.</summary>
    private static List<PlacedImage> Place(List<PlacedImage> images)
    {
        images = images.FindAll(image => image.Folders.Length > 0);
        images = WithoutCommonRoot(images);
        var split = images.FindAll(image => image.SplitAt >= 0);
        if (split.Count * 2 <= images.Count) return images;
        foreach (var image in split) image.TakeSplit();
        return WithoutCommonRoot(split);
    }

    // Folders that all of them share say nothing, as long as there are others below.
    private static List<PlacedImage> WithoutCommonRoot(List<PlacedImage> images)
    {
        while (images.Count > 0)
        {
            var first = images[0].Folders[0];
            var below = images.FindAll(image => image.Folders.Length > 1);
            if (TableName.RoleOf(first) != ImageRole.Unsaid || below.Count * 2 <= images.Count) break;
            if (images.Exists(image => image.Folders[0] != first)) break;
            foreach (var image in below) image.Folders = image.Folders[1..];
            images = below;
        }
        return images;
    }

    /// <summary>A picture and the folders above it that have not been understood yet; the first is its class in the end.</summary>
    private sealed class PlacedImage(DatasetFileEntry file)
    {
        public DatasetFileEntry File { get; } = file;

        public string[] Folders { get; set; } = file.Path.Split('/')[..^1];

        /// <summary>The folder that says what the image is for.</summary>
        public string Split { get; private set; } = "";

        public ImageRole Role => TableName.RoleOf(Split);

        public string Folder => Folders[0];

        public string Class { get => field ??= ClassNames.Clean(Folder); private set; }

        /// <summary>
        /// The first of the folders train, test and so on that has another below, or the last of several in a row; -1: there is none.
        /// </summary>
        public int SplitAt
        {
            get
            {
                var at = Array.FindIndex(Folders[..^1], SaysRole);
                while (at >= 0 && at + 1 < Folders.Length - 1 && SaysRole(Folders[at + 1])) at++;
                return at;
            }
        }

        public void TakeSplit() => (Split, Folders) = (Folders[SplitAt], Folders[(SplitAt + 1)..]);

        private static bool SaysRole(string folder) => TableName.RoleOf(folder) != ImageRole.Unsaid;
    }
}
