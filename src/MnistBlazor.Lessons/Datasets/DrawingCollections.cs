using System.Text;
using System.Text.Json;
using MnistBlazor.Lessons.Operation;
using MnistBlazor.ML.Data;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Datasets;

/// <summary>
/// The drawings that learners collect for a data set of their own, one collection each, beside their data sets among the blobs. Every
/// change is stored before it returns. Thread-safe.
/// </summary>
public sealed class DrawingCollections
{
    /// <summary>Drawings of a learner, in all.</summary>
    public const int MostDrawings = 2000;

    private readonly LessonsOptions _options;
    private readonly UploadedDatasets _own;
    private readonly IRunBlobs _blobs;
    private readonly string _file;
    private readonly int _most;
    private readonly Lock _changing = new();

    /// <param name="file">The blob of a learner's collection, beside their data sets.</param>
    internal DrawingCollections(
        LessonsOptions options, UploadedDatasets own, IRunBlobs blobs, string file = "drawings.json", int most = MostDrawings) =>
        (_options, _own, _blobs, _file, _most) = (options, own, blobs, file, most);

    public DrawingCollection Get(LearnerId learner)
    {
        try
        {
            return _blobs.Read(NameOf(learner)) is { } bytes
                ? JsonSerializer.Deserialize<DrawingCollection>(bytes) ?? DrawingCollection.Empty
                : DrawingCollection.Empty;
        }
        catch (JsonException)
        {
            return DrawingCollection.Empty;
        }
    }

    /// <exception cref="DatasetException">It is no name, another class has it, or there are too many classes.</exception>
    public DrawingCollection AddClass(LearnerId learner, string name) => Change(learner, null, now =>
    {
        if (now.Classes.Count >= _options.DatasetBounds.Classes) throw DrawingError.TooManyClasses(_options.DatasetBounds.Classes);
        return [.. now.Classes, new DrawnClass(Checked(name, now.Classes), [])];
    });

    /// <summary>Without effect on a class that is not there.</summary>
    /// <param name="seen">What the learner saw when they asked for it.</param>
    /// <exception cref="DatasetException">
    /// It is no name, another class has it, or the collection has changed since it was seen.
    /// </exception>
    public DrawingCollection RenameClass(LearnerId learner, DrawingCollection seen, int index, string name) => Change(learner, seen, now =>
    [
        .. now.Classes.Select((one, i) =>
            i == index ? one with { Name = Checked(name, now.Classes.Where(other => other != one)) } : one),
    ]);

    /// <summary>The class and its drawings. Without effect on one that is not there.</summary>
    /// <exception cref="DatasetException">The collection has changed since it was seen.</exception>
    public DrawingCollection RemoveClass(LearnerId learner, DrawingCollection seen, int index) =>
        Change(learner, seen, now => [.. now.Classes.Where((_, i) => i != index)]);

    /// <summary>All of the drawings, or none.</summary>
    /// <param name="drawings">Each with the name of its class; 784 bytes, row by row, 0 (paper) to 255 (ink).</param>
    /// <exception cref="ArgumentException">There is no such class, or it is no image.</exception>
    /// <exception cref="DatasetException">There would be more drawings than there may be.</exception>
    public DrawingCollection Add(LearnerId learner, params IReadOnlyList<(string ClassName, byte[] Pixels)> drawings) =>
        Change(learner, null, now =>
        {
            if (drawings.Any(one => one.Pixels.Length != ImageSplit.PixelsPerImage))
                throw new ArgumentException("An image has 784 pixels.", nameof(drawings));
            var ofClass = drawings.ToLookup(one => one.ClassName, one => one.Pixels);
            if (ofClass.Any(group => now.Classes.All(one => one.Name != group.Key)))
                throw new ArgumentException("There is no such class.", nameof(drawings));
            if (now.Count + drawings.Count > _most) throw DrawingError.TooMany(_most);
            return [.. now.Classes.Select(one => one with { Drawings = [.. one.Drawings, .. ofClass[one.Name]] })];
        });

    /// <summary>Adds a drawing to a class, which is made if need be; it is in no other then.</summary>
    /// <param name="pixels">784 bytes, row by row, 0 (paper) to 255 (ink).</param>
    /// <exception cref="ArgumentException">It is no image.</exception>
    /// <exception cref="DatasetException">There would be more classes or drawings than there may be, or it is no name.</exception>
    internal DrawingCollection Put(LearnerId learner, string className, byte[] pixels) => Change(learner, null, now =>
    {
        if (pixels.Length != ImageSplit.PixelsPerImage) throw new ArgumentException("An image has 784 pixels.", nameof(pixels));
        List<DrawnClass> classes =
        [
            .. now.Classes.Select(one => one with { Drawings = [.. one.Drawings.Where(other => !other.AsSpan().SequenceEqual(pixels))] }),
        ];
        if (classes.Sum(one => one.Drawings.Count) >= _most) throw DrawingError.TooMany(_most);
        var at = classes.FindIndex(one => one.Name == className);
        if (at < 0 && classes.Count >= _options.DatasetBounds.Classes) throw DrawingError.TooManyClasses(_options.DatasetBounds.Classes);
        if (at < 0) classes.Add(new(Checked(className, classes), [pixels]));
        else classes[at] = classes[at] with { Drawings = [.. classes[at].Drawings, pixels] };
        return [.. classes.Where(one => one.Drawings.Count > 0)];
    });

    /// <summary>Without effect on a drawing that is not there.</summary>
    /// <exception cref="DatasetException">The collection has changed since it was seen.</exception>
    public DrawingCollection Remove(LearnerId learner, DrawingCollection seen, int classIndex, int drawing) => Change(learner, seen, now =>
    [
        .. now.Classes.Select((one, i) =>
            i == classIndex ? one with { Drawings = [.. one.Drawings.Where((_, number) => number != drawing)] } : one),
    ]);

    /// <summary>The collection as it was: undoes whatever was done since.</summary>
    /// <param name="before">One that <see cref="Get"/> or a change returned.</param>
    /// <exception cref="DatasetException">The collection has changed since it was seen.</exception>
    public DrawingCollection Restore(LearnerId learner, DrawingCollection seen, DrawingCollection before) =>
        Change(learner, seen, _ => before.Classes);

    /// <summary>
    /// The collection as the files of a data set, for <see cref="DatasetDrafts.ReadAsync"/>: classes without drawings are left out.
    /// </summary>
    public IReadOnlyList<UploadedFile> Files(LearnerId learner, string name)
    {
        DrawnClass[] classes = [.. Get(learner).Classes.Where(one => one.Drawings.Count > 0)];
        byte[] pixels = [.. classes.SelectMany(one => one.Drawings).SelectMany(drawing => drawing)];
        byte[] labels = [.. classes.SelectMany((one, label) => Enumerable.Repeat((byte)label, one.Drawings.Count))];
        using var archive = new MemoryStream();
        DatasetArchive.Write([.. classes.Select(one => one.Name)], new ImageSplit(pixels, labels, classes.Length), archive);
        var bytes = archive.ToArray();
        return [new(name, bytes.Length, _ => new MemoryStream(bytes))];
    }

    private DrawingCollection Change(
        LearnerId learner, DrawingCollection? seen, Func<DrawingCollection, IReadOnlyList<DrawnClass>> change)
    {
        lock (_changing)
        {
            var now = Get(learner);
            if (seen is not null && seen.Revision != now.Revision) throw DrawingError.Changed();
            var changed = new DrawingCollection(change(now), now.Revision + 1);
            if (changed.Count > now.Count) _own.CheckSpace(learner, "");
            _blobs.Write(NameOf(learner), JsonSerializer.SerializeToUtf8Bytes(changed));
            return changed;
        }
    }

    private string Checked(string name, IEnumerable<DrawnClass> others)
    {
        var text = name.Normalize(NormalizationForm.FormC).Trim();
        var most = _options.DatasetBounds.NameLength;
        var isFit = text.Length > 0 && text.Length <= most && !text.Any(char.IsControl) && others.All(other => other.Name != text);
        return isFit ? text : throw DrawingError.ClassName(most);
    }

    private string NameOf(LearnerId learner) => $"{UploadedDatasets.Folder(learner)}/{_file}";
}
