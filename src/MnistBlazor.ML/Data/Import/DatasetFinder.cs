using MnistBlazor.ML.Data.Import.Archives;
using MnistBlazor.ML.Data.Import.Formats;

namespace MnistBlazor.ML.Data.Import;

/// <summary>
/// Finds the data set in files that somebody brings along: IDX files, NumPy's arrays, tables in CSV, or images in a folder for each class.
/// What each file is, it says by its content. One that is of no use is named and left out. All that is read counts against the bounds.
/// </summary>
internal static class DatasetFinder
{
    private static readonly string[] Pictures = [".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp"];

    private static readonly string[] OtherPictures = [".tif", ".tiff", ".heic", ".heif", ".avif"];

    private static readonly string[] Tables = [".csv", ".tsv"];

    /// <param name="name">Of the folder or archive, for errors.</param>
    /// <param name="part">Of several data sets the one to find: one of <see cref="FoundDataset.Parts"/>; null: the first.</param>
    /// <exception cref="DatasetException">
    /// Something in it is damaged, missing or too large, or nothing of it is of use; the message names the file and what was expected.
    /// </exception>
    public static FoundDataset Find(
        DatasetFiles files, string name, string? part, IProgress<LoadProgress>? progress, CancellationToken cancellation)
    {
        var search = new Search(files, name, part, [.. files.Entries.Where(ClassList.Is)], progress, cancellation);
        var (arrays, numpy) = (new List<ArrayFile>(), new List<ArrayFile>());
        var (tables, pictures) = (new List<DatasetFileEntry>(), new List<DatasetFileEntry>());
        foreach (var entry in files.Entries.Except(search.ClassLists)) Sort(entry);

        var found = ArrayFiles.Find(search, "idx", arrays) ?? ArrayFiles.Find(search, "npz", numpy) ?? ImageFolders.Find(search, pictures)
            ?? CsvFiles.Find(search, tables);
        if (found is null)
            throw search.Skipped.FirstOrDefault(reason => reason.Code != DatasetError.FileUnknownCode) ?? DatasetError.NothingFound(name);
        if (found.Kind != "pictures") SkipAll(pictures);
        if (found.Kind != "csv") SkipAll(tables);
        if (found.Kind != "npz") SkipAll(numpy.Select(array => array.Entry));
        return found with { Skipped = [.. search.Skipped], Findings = [.. found.Findings, .. Finding.Encoding(files.NameEncoding)] };

        void SkipAll(IEnumerable<DatasetFileEntry> entries)
        {
            foreach (var entry in entries) search.Skip(entry, DatasetError.NotPart(entry.Path));
        }

        void Sort(DatasetFileEntry entry)
        {
            cancellation.ThrowIfCancellationRequested();
            // As many as there are, they are not opened before they are read.
            if (Pictures.Contains(entry.Extension))
            {
                pictures.Add(entry);
                return;
            }
            try
            {
                var start = files.Start(entry);
                var (kind, kindName) = FileSignature.Of(start);
                if (kind == FileKind.Picture) pictures.Add(entry);
                else if (kind == FileKind.Idx) arrays.Add(ArrayFile.Of(entry, IdxHeader.Read(start)));
                else if (kind == FileKind.Npy) numpy.Add(ArrayFile.Of(entry, NpyHeader.Read(start, entry.Path)));
                else if (kind == FileKind.Text && (Tables.Contains(entry.Extension) || CsvFiles.IsTable(start))) tables.Add(entry);
                else search.Skip(entry, Reason(entry, kind, kindName));
            }
            catch (DatasetException error)
            {
                search.Skip(entry, error);
            }
        }
    }

    private static DatasetException Reason(DatasetFileEntry entry, FileKind kind, string kindName) => kind switch
    {
        FileKind.Empty => DatasetError.FileEmpty(entry.Path),
        FileKind.Zip or FileKind.Tar or FileKind.Gzip or FileKind.OtherArchive => DatasetError.ArchiveNested(entry.Path),
        FileKind.OtherTable => DatasetError.TableKind(entry.Path, kindName),
        FileKind.OtherPicture => DatasetError.ImageFormat(entry.Path),
        _ when OtherPictures.Contains(entry.Extension) => DatasetError.ImageFormat(entry.Path),
        _ => DatasetError.FileUnknown(entry.Path),
    };
}
