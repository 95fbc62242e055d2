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
    private readonly Lock _changing = new();

    internal DrawingCollections(LessonsOptions options, UploadedDatasets own, IRunBlobs blobs) =>
        (_options, _own, _blobs) = (options, own, blobs);

    public DrawingCollection Get(LearnerId learner)
    {
        try
        {
            return _blobs.Read(Name(learner)) is { } bytes
                ? JsonSerializer.Deserialize<DrawingCollection>(bytes) ?? DrawingCollection.Empty
                : DrawingCollection.Empty;
        }
        catch (JsonException)
        {
            return DrawingCollection.Empty;
        }
    }

    /// <exception cref="DatasetException">It is no name, another class has it, or there are too many classes.</exception>
    public DrawingCollection AddClass(LearnerId learner, string name) => Change(learner, now =>
    {
        if (now.Classes.Count >= _options.DatasetBounds.Classes) throw DrawingError.TooManyClasses(_options.DatasetBounds.Classes);
        return [.. now.Classes, new DrawnClass(Checked(name, now.Classes), [])];
    });

    /// <summary>Without effect on a class that is not there.</summary>
    /// <inheritdoc cref="AddClass"/>
    public DrawingCollection RenameClass(LearnerId learner, int index, string name) => Change(learner, now =>
    [
        .. now.Classes.Select((one, i) =>
            i == index ? one with { Name = Checked(name, now.Classes.Where(other => other != one)) } : one),
    ]);

    /// <summary>The class and its drawings. Without effect on one that is not there.</summary>
    public DrawingCollection RemoveClass(LearnerId learner, int index) =>
        Change(learner, now => [.. now.Classes.Where((_, i) => i != index)]);

    /// <param name="pixels">784 bytes, row by row, 0 (paper) to 255 (ink).</param>
    /// <exception cref="ArgumentException">There is no such class, or it is no image.</exception>
    /// <exception cref="DatasetException">There are as many drawings as there may be.</exception>
    public DrawingCollection Add(LearnerId learner, int classIndex, byte[] pixels) => Change(learner, now =>
    {
        if (pixels.Length != ImageSplit.PixelsPerImage) throw new ArgumentException("An image has 784 pixels.", nameof(pixels));
        if (classIndex < 0 || classIndex >= now.Classes.Count) throw new ArgumentException("There is no such class.", nameof(classIndex));
        if (now.Count >= MostDrawings) throw DrawingError.TooMany(MostDrawings);
        return [.. now.Classes.Select((one, i) => i == classIndex ? one with { Drawings = [.. one.Drawings, pixels] } : one)];
    });

    /// <summary>Without effect on a drawing that is not there.</summary>
    public DrawingCollection Remove(LearnerId learner, int classIndex, int drawing) => Change(learner, now =>
    [
        .. now.Classes.Select((one, i) =>
            i == classIndex ? one with { Drawings = [.. one.Drawings.Where((_, number) => number != drawing)] } : one),
    ]);

    /// <summary>The collection as it was: undoes whatever was done since.</summary>
    /// <param name="before">One that <see cref="Get"/> or a change returned.</param>
    public DrawingCollection Restore(LearnerId learner, DrawingCollection before) => Change(learner, _ => before.Classes);

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

    private DrawingCollection Change(LearnerId learner, Func<DrawingCollection, IReadOnlyList<DrawnClass>> change)
    {
        lock (_changing)
        {
            var now = Get(learner);
            var changed = new DrawingCollection(change(now));
            if (changed.Count > now.Count) _own.CheckSpace(learner, "");
            _blobs.Write(Name(learner), JsonSerializer.SerializeToUtf8Bytes(changed));
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

    private static string Name(LearnerId learner) => $"{UploadedDatasets.Folder(learner)}/drawings.json";
}
