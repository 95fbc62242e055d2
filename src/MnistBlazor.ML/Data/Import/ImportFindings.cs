using System.Globalization;

namespace MnistBlazor.ML.Data.Import;

/// <summary>What looks wrong with a data set that was brought along. The sentences are <c>import.CODE</c> in the app's words.</summary>
internal static class ImportFindings
{
    /// <summary>Classes named in one finding.</summary>
    private const int MostClasses = 5;

    /// <summary>From how many blank or unclear ones on they are worth a word, as a share of all.</summary>
    private const double ManyBlank = 0.05, ManyUnclear = 0.2;

    /// <summary>A class has a share of the largest one at most.</summary>
    private const int SmallClass = 100;

    /// <summary>Images of a class that are alike differ from their mean by this share of their ink.</summary>
    private const double Alike = 0.1;

    private const int FewestAlike = 4, MostCompared = 100;

    /// <summary>An ink's brightness from which it counts for its box.</summary>
    private const byte BoxInk = 64;

    /// <summary>
    /// Logarithm of width by height over all images, and the share of classes that are wider than tall: writing is taller than wide,
    /// MNIST's digits are at -0.30.
    /// </summary>
    private const double Wide = 0.12, WideClasses = 0.6;

    /// <summary>
    /// A drawing that MNIST's recipe would change much: its longest side is shorter, or its middle is farther off, pixels.
    /// </summary>
    private const double SmallInk = 13, OffCentre = 4;

    public static IEnumerable<ImportNote> Of(
        ImportedImages images, ImportSplit split, IReadOnlyList<ImportedClass> classes, ImportChoices decided)
    {
        var kept = images.Kept;
        if (images.Blank.Count > ManyBlank * (kept.Count + images.Blank.Count))
            yield return Note("blank", Text(images.Blank.Count), Text(kept.Count + images.Blank.Count));
        if (images.Decisions.Unclear > ManyUnclear * kept.Count && decided.Ink == InkChoice.Automatic)
            yield return Note("unclear-ink", Text(images.Decisions.Unclear), Text(kept.Count));
        if (AlikeClasses(images) is { Count: > 0 } alike) yield return Note("alike", Names(alike));
        if (decided.Transposed == false && IsWide(kept)) yield return Note("transposed");
        if (decided.Drawings == false && IsLoose(kept)) yield return Note("drawings");
        var largest = classes.MaxBy(one => one.Train + one.Test)!;
        var small = classes.Where(one => (one.Train + one.Test) * SmallClass <= largest.Train + largest.Test).ToList();
        if (small.Count > 0) yield return Note("small-class", Names([.. small.Select(one => one.Name)]), largest.Name);
        var untested = classes.Where(one => one.Test == 0).Select(one => one.Name).ToList();
        if (untested.Count > 0) yield return Note("no-test", Names(untested));
        if (Duplicates(split) is > 0 and var twice) yield return Note("duplicates", Text(twice));
    }

    private static List<string> AlikeClasses(ImportedImages images)
    {
        var alike = new List<string>();
        foreach (var ofClass in images.Kept.GroupBy(image => image.Label).OrderBy(group => group.Key))
        {
            // Some say enough: real ones differ by most of their ink.
            var some = ofClass.Take(MostCompared).Select(image => image.Pixels).ToList();
            if (some.Count < FewestAlike) continue;
            var mean = new double[ImageSplit.PixelsPerImage];
            foreach (var pixels in some)
                for (var i = 0; i < mean.Length; i++) mean[i] += (double)pixels[i] / some.Count;
            var differences = some.Select(pixels => pixels.Zip(mean, (pixel, other) => Math.Abs(pixel - other)).Sum()).Order().ToList();
            if (differences[(int)(0.9 * (differences.Count - 1))] < Alike * mean.Sum()) alike.Add(images.ClassNames[ofClass.Key]);
        }
        return alike;
    }

    private static bool IsWide(IReadOnlyList<PreparedImage> images)
    {
        var classes = Sample(images).GroupBy(image => image.Label)
            .Select(group => group.Select(image => Box(image.Pixels)).Where(box => box.Width > 0))
            .Select(boxes => boxes.Select(box => Math.Log(box.Width / box.Height)).ToList())
            .Where(ratios => ratios.Count > 0).ToList();
        return classes.Count > 0 && classes.SelectMany(ratios => ratios).Average() > Wide
            && classes.Count(ratios => ratios.Average() > 0) >= WideClasses * classes.Count;
    }

    private static bool IsLoose(IReadOnlyList<PreparedImage> images)
    {
        var boxes = Sample(images).Select(image => Box(image.Pixels)).Where(box => box.Width > 0).ToList();
        if (boxes.Count == 0) return false;
        return boxes.Average(box => Math.Max(box.Width, box.Height)) < SmallInk
            || boxes.Average(box => Math.Max(Math.Abs(box.X), Math.Abs(box.Y))) > OffCentre;
    }

    private static IEnumerable<PreparedImage> Sample(IReadOnlyList<PreparedImage> images)
    {
        var step = Math.Max(1, images.Count / 2000);
        for (var i = 0; i < images.Count; i += step) yield return images[i];
    }

    /// <returns>How large the ink is, and how far its middle lies from the image's.</returns>
    private static (double Width, double Height, double X, double Y) Box(byte[] pixels)
    {
        const int size = ImageSplit.Width;
        var (left, top, right, bottom) = (size, size, 0, 0);
        for (var i = 0; i < pixels.Length; i++)
        {
            if (pixels[i] < BoxInk) continue;
            (left, right) = (Math.Min(left, i % size), Math.Max(right, i % size + 1));
            (top, bottom) = (Math.Min(top, i / size), Math.Max(bottom, i / size + 1));
        }
        return (Math.Max(0, right - left), Math.Max(0, bottom - top), (left + right - size) / 2.0, (top + bottom - size) / 2.0);
    }

    private static int Duplicates(ImportSplit split)
    {
        var learned = split.Train.Select(image => image.Pixels).ToHashSet(SamePixels.Comparer);
        return split.Test.Count(image => learned.Contains(image.Pixels));
    }

    private static ImportNote Note(string code, params string[] arguments) => new(code, arguments);

    private static string Names(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(MostClasses)) + (names.Count > MostClasses ? ", …" : "");

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed class SamePixels : IEqualityComparer<byte[]>
    {
        public static SamePixels Comparer { get; } = new();

        public bool Equals(byte[]? one, byte[]? other) => one.AsSpan().SequenceEqual(other);

        public int GetHashCode(byte[] pixels)
        {
            var hash = new HashCode();
            hash.AddBytes(pixels);
            return hash.ToHashCode();
        }
    }
}
