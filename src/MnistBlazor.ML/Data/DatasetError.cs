using System.Globalization;

namespace MnistBlazor.ML.Data;

/// <summary>All ways in which a data set can fail, in one place: code, English words, arguments.</summary>
internal static class DatasetError
{
    /// <summary>The reason that says the least.</summary>
    public const string FileUnknownCode = "file-unknown";

    public const string ImageDamagedCode = "image-damaged";

    public static DatasetException Unknown(string id) =>
        new("dataset-unknown", id, $"There is no data set called '{id}'.", []);

    /// <summary>{1} the places that were searched.</summary>
    public static DatasetException NotFound(string id, IReadOnlyList<string> places) =>
        new("dataset-not-found", id, $"The files of '{id}' were not found in {string.Join(", ", places)}, and no mirror is configured. "
            + "Put the four IDX files into one of these folders.", [string.Join(", ", places)]);

    /// <summary>{1} the bound in bytes.</summary>
    public static DatasetException TooLarge(string file, long bound) =>
        new("file-too-large", file, $"{file} is larger than {Text(bound)} bytes, the largest file accepted.", [Text(bound)]);

    /// <summary>The disk reports an error, or the server has no right to read it.</summary>
    public static DatasetException Unreadable(string file, Exception cause) => cause is UnauthorizedAccessException
        ? new("file-denied", file, $"{file} cannot be read: {cause.Message}", [], cause)
        : new("file-unreadable", file, $"{file} cannot be read: {cause.Message}", [], cause);

    /// <summary>{1} the offset in the unpacked content at which the gzip stream breaks off or turns wrong.</summary>
    public static DatasetException GzipDamaged(string file, long offset, Exception? cause) =>
        new("gzip-damaged", file, $"{file} is no intact gzip file: it broke after {Text(offset)} unpacked bytes. Delete it and load again.",
            [Text(offset)], cause);

    /// <summary>{1} the SHA-256 expected, {2} the one found.</summary>
    public static DatasetException Checksum(string file, string expected, string found) =>
        new("checksum", file,
            $"{file} is not the file that it should be: SHA-256 {expected} expected, {found} found. Delete it and load again.",
            [expected, found]);

    /// <summary>{1} the offset at which the file ends, {2} the length expected.</summary>
    public static DatasetException Truncated(string file, long length, long expected) =>
        new("idx-truncated", file, $"{file} ends at offset {Text(length)}, but {Text(expected)} bytes were expected.",
            [Text(length), Text(expected)]);

    /// <summary>{1} the offset of the first byte too many, {2} the length found.</summary>
    public static DatasetException Oversized(string file, long expected, long length) =>
        new("idx-oversized", file,
            $"{file} goes on after offset {Text(expected)}, where its header says it ends: it has {Text(length)} bytes.",
            [Text(expected), Text(length)]);

    /// <summary>{1} the offset, {2} what was expected there, {3} what was found.</summary>
    public static DatasetException Header(string file, int offset, string expected, string found) =>
        new("idx-header", file, $"{file} has {found} at offset {Text(offset)}, but {expected} was expected.",
            [Text(offset), expected, found]);

    /// <summary>By its header it holds nothing.</summary>
    public static DatasetException Empty(string file) =>
        new("idx-empty", file, $"{file} has 0 at offset 4, but at least 1 was expected.", []);

    /// <summary>{1} the offset, {2} the largest label, {3} the label found.</summary>
    public static DatasetException Label(string file, long offset, int largest, int found) =>
        new("idx-label", file,
            $"{file} has the label {Text(found)} at offset {Text(offset)}, but labels from 0 to {Text(largest)} were expected.",
            [Text(offset), Text(largest), Text(found)]);

    /// <summary>{1} the number of labels, {2} the number of images.</summary>
    public static DatasetException Counts(string labelFile, int labels, int images) =>
        new("idx-counts", labelFile,
            $"{labelFile} has {Text(labels)} labels at offset 4, but {Text(images)} were expected: one for each image.",
            [Text(labels), Text(images)]);

    /// <summary>{1} of download-status alone: the status with which the mirror answers.</summary>
    /// <param name="cause">What the last mirror failed with; null: there is none.</param>
    public static DatasetException Download(string file, Exception? cause)
    {
        var message = $"{file} could not be downloaded: {cause?.Message ?? "no mirror is configured"}. "
            + "What has arrived is kept; loading again continues there.";
        return cause switch
        {
            HttpRequestException { StatusCode: { } status } => new("download-status", file, message, [Text((int)status)], cause),
            HttpRequestException => new("download-unreachable", file, message, [], cause),
            OperationCanceledException or TimeoutException => new("download-timeout", file, message, [], cause),
            _ => new("download-failed", file, message, [], cause),
        };
    }

    /// <summary>By its first bytes, or by the ending of its name.</summary>
    public static DatasetException ImageFormat(string file) =>
        new("image-format", file, $"{file} is no PNG, JPEG, WebP, GIF or BMP image. Save it as one of these, or take it out.", []);

    /// <summary>Cut off, or changed where it cannot be decoded any more.</summary>
    public static DatasetException ImageDamaged(string file) =>
        new("image-damaged", file, $"{file} is damaged: its picture cannot be read to the end. Replace it, or take it out.", []);

    /// <summary>{1} the width, {2} the height, {3} the longest side accepted.</summary>
    public static DatasetException ImageSize(string file, long width, long height, int most) =>
        new("image-size", file, $"{file} has {Text(width)} x {Text(height)} pixels; sides from 1 to {Text(most)} are accepted.",
            [Text(width), Text(height), Text(most)]);

    /// <summary>{1} the width, {2} the height, {3} the most megapixels accepted.</summary>
    public static DatasetException ImagePixels(string file, long width, long height, long most) =>
        new("image-pixels", file,
            $"{file} has {Text(width)} x {Text(height)} pixels: more than {Text(most / 1_000_000)} megapixels. "
                + "Make it smaller, or take it out.",
            [Text(width), Text(height), Text(most / 1_000_000)]);

    /// <summary>Cut off, changed, or no archive at all.</summary>
    public static DatasetException ArchiveDamaged(string file, Exception cause) =>
        new("archive-damaged", file, $"{file} cannot be unpacked: {cause.Message} Fetch or pack it again.", [], cause);

    /// <summary>By a password.</summary>
    public static DatasetException ArchiveLocked(string file) =>
        new("archive-locked", file, $"{file} is locked by a password. Pack it again without one.", []);

    /// <summary>One of the files of an archive that is spread over several.</summary>
    public static DatasetException ArchiveSplit(string file) =>
        new("archive-split", file, $"{file} is one part of an archive of several. Put them together and pack them as one zip.", []);

    public static DatasetException ArchiveEmpty(string file) =>
        new("archive-empty", file, $"{file} is an archive without a file in it.", []);

    /// <summary>{1} the kind of archive: 7z, RAR.</summary>
    public static DatasetException ArchiveKind(string file, string kind) =>
        new("archive-kind", file, $"{file} is a {kind} archive, which is not read here. Unpack it and pack it again as a zip.", [kind]);

    /// <summary>{1} the number of the method.</summary>
    public static DatasetException ArchiveMethod(string file, int method) =>
        new("archive-method", file,
            $"{file} is packed by method {Text(method)}, which is not read here. Pack it again as a plain zip.", [Text(method)]);

    public static DatasetException ArchiveNested(string file) =>
        new("archive-nested", file, $"{file} is an archive within the archive. Unpack it first.", []);

    /// <summary>{1} one of the names, without what is unreadable.</summary>
    public static DatasetException EntryNames(string file, string name) =>
        new("entry-names", file,
            $"{file} has names that cannot be read, such as {name}. Call the folders by plain letters and pack it again.", [name]);

    public static DatasetException FileEmpty(string file) => new("file-empty", file, $"{file} is empty.", []);

    public static DatasetException FileLink(string file) =>
        new("file-link", file, $"{file} is a link to another file. Put the file itself into the archive.", []);

    /// <summary>No picture and no table, or one of no kind that is known here.</summary>
    public static DatasetException FileUnknown(string file) =>
        new("file-unknown", file, $"{file} is neither a picture nor a table of pictures.", []);

    /// <summary>{1} the data set asked for.</summary>
    public static DatasetException PartUnknown(string file, string part) =>
        new("part-unknown", file, $"{file} holds no data set called '{part}'.", [part]);

    /// <summary>Beside the files of another kind that make the data set.</summary>
    public static DatasetException NotPart(string file) =>
        new("file-beside", file, $"{file} lies beside the data set that was read and is no part of it.", []);

    /// <summary>{1} the kind: MATLAB, Parquet.</summary>
    public static DatasetException TableKind(string file, string kind) =>
        new("table-kind", file, $"{file} is a {kind} file, which is not read here. IDX, CSV and npz files are.", [kind]);

    /// <summary>{1} the most bytes accepted.</summary>
    public static DatasetException TooMuch(string file, long most) =>
        new("too-much", file, $"With {file} there are more than {Text(most)} unpacked bytes in all.", [Text(most)]);

    /// <summary>{1} the most pixels accepted.</summary>
    public static DatasetException TooManyPixels(string file, long most) =>
        new("too-many-pixels", file,
            $"With {file} the pictures have more than {Text(most)} pixels in all. Make them smaller.", [Text(most)]);

    /// <summary>{1} the most files accepted.</summary>
    public static DatasetException TooManyFiles(string file, int most) =>
        new("too-many-files", file, $"{file} has more than {Text(most)} files.", [Text(most)]);

    /// <summary>{1} the most images accepted.</summary>
    public static DatasetException TooManyImages(string file, int most) =>
        new("too-many-images", file, $"With {file} there are more than {Text(most)} images.", [Text(most)]);

    /// <summary>{1} the classes found, {2} the most accepted.</summary>
    public static DatasetException Classes(string file, int found, int most) =>
        new("class-count", file, $"{file} has {Text(found)} classes; 2 to {Text(most)} are accepted.", [Text(found), Text(most)]);

    /// <summary>{1} the most characters accepted.</summary>
    public static DatasetException ClassName(string file, int most) =>
        new("class-name", file,
            $"{file} gives a class an empty name, the name of another, or one of more than {Text(most)} characters.", [Text(most)]);

    /// <summary>{1} the class without training images.</summary>
    public static DatasetException ClassWithoutImages(string file, string name) =>
        new("class-empty", file, $"{file} has no training image of the class '{name}'.", [name]);

    /// <summary>Nothing of which a data set could be made.</summary>
    public static DatasetException NothingFound(string file) =>
        new("nothing-found", file,
            $"{file} holds neither a folder of pictures for each class nor a table of pictures: IDX, CSV or npz.", []);

    public static DatasetException LabelsMissing(string file) =>
        new("labels-missing", file, $"{file} holds images, but no file beside it has a label for each of them.", []);

    public static DatasetException ImagesMissing(string file) =>
        new("images-missing", file, $"{file} holds labels, but no file beside it has an image for each of them.", []);

    /// <summary>{1} the other file.</summary>
    public static DatasetException IdxTwice(string file, string other) =>
        new("idx-twice", file, $"{file} is the same part of the data set as {other}, which was read.", [other]);

    /// <summary>{1} the label.</summary>
    public static DatasetException LabelUnnamed(string file, long label) =>
        new("label-unnamed", file, $"{file} names no class for the label {Text(label)}.", [Text(label)]);

    /// <summary>{1} the offset.</summary>
    public static DatasetException LabelNumber(string file, long offset) =>
        new("label-number", file, $"{file} has a label at offset {Text(offset)} that is no whole number.", [Text(offset)]);

    public static DatasetException ArrayEmpty(string file) =>
        new("array-empty", file, $"{file} says in its header that it holds nothing.", []);

    /// <summary>{1} the shape, such as 100 x 32 x 32 x 3.</summary>
    public static DatasetException ArrayShape(string file, string shape) =>
        new("array-shape", file, $"{file} has the shape {shape}, which is neither that of grey images nor of labels.", [shape]);

    public static DatasetException ValueRange(string file) =>
        new("value-range", file, $"{file} has pixels that are neither from 0 to 255 nor from 0 to 1.", []);

    public static DatasetException NpyHeader(string file) =>
        new("npy-header", file, $"{file} is no plain NumPy array: its header cannot be read.", []);

    public static DatasetException NpyFortran(string file) =>
        new("npy-fortran", file, $"{file} is in Fortran's order. Save it again with numpy.ascontiguousarray.", []);

    /// <summary>{1} NumPy's code of the type.</summary>
    public static DatasetException NpyType(string file, string type) =>
        new("npy-type", file, $"{file} holds elements of type {type}. Save it again as uint8.", [type]);

    public static DatasetException CsvNoLabel(string file) =>
        new("csv-no-label", file, $"{file} has pixels but no column of labels, before or behind them.", []);

    public static DatasetException CsvNoPixels(string file) =>
        new("csv-no-pixels", file, $"{file} has no columns of pixels for a square image, such as 784 beside the label.", []);

    public static DatasetException CsvDamaged(string file, Exception cause) =>
        new("csv-damaged", file, $"{file} is no table that can be read: a line or a quotation in it does not end.", [], cause);

    /// <summary>{1} the line, {2} the columns expected, {3} the columns found.</summary>
    public static DatasetException CsvLine(string file, int line, int expected, int found) =>
        new("csv-line", file, $"{file} has {Text(found)} columns on line {Text(line)}, but {Text(expected)} were expected.",
            [Text(line), Text(expected), Text(found)]);

    /// <summary>{1} the line, {2} what stands there.</summary>
    public static DatasetException CsvValue(string file, int line, string found) =>
        new("csv-value", file, $"{file} has '{found}' on line {Text(line)}, which is no pixel and no label.", [Text(line), found]);

    /// <summary>A picture that is in no class's folder.</summary>
    public static DatasetException Place(string file) =>
        new("image-place", file, $"{file} lies in no folder of a class: CLASS/image.png, or train/CLASS/image.png.", []);

    /// <summary>So few images that none can be held out for the test.</summary>
    public static DatasetException TooFewImages(string file) =>
        new("too-few-images", file, $"{file} has too few images: a class needs two, one to learn from and one to test with.", []);

    /// <summary>A single picture.</summary>
    public static DatasetException Blank(string file) =>
        new("blank", file, $"Nothing is written in {file} that could be read. Write large and dark on plain paper.", []);

    /// <summary>Every image is without ink.</summary>
    public static DatasetException AllBlank(string file) =>
        new("all-blank", file, $"{file} has only blank images: nothing is drawn on them that could be learned.", []);

    /// <summary>Blank and damaged images left out, fewer than two classes are left. {1} the one that is left.</summary>
    public static DatasetException OneClassLeft(string file, string name) =>
        new("one-class-left", file,
            $"In {file} only the class '{name}' is left once blank and damaged images are taken out; two are needed.", [name]);

    /// <summary>The marks at the corners of a printed sheet.</summary>
    public static DatasetException SheetMarks(string file) =>
        new("sheet-marks", file,
            $"On {file} the four black squares at the sheet's corners were not found. Take it again, whole and in even light.", []);

    /// <summary>{1} the width, {2} the height, {3} the shortest longer side.</summary>
    public static DatasetException SheetSmall(string file, int width, int height, int least) =>
        new("sheet-small", file,
            $"{file} has {Text(width)} x {Text(height)} pixels, too few to read a sheet: the longer side needs {Text(least)}.",
            [Text(width), Text(height), Text(least)]);

    /// <summary>{1} the training images, {2} how many of them were to be held out.</summary>
    public static DatasetException HeldOut(string id, int images, int heldOut) =>
        new("held-out", id,
            $"'{id}' has {Text(images)} training images: 0 to {Text(images - 1)} of them can be held out, not {Text(heldOut)}.",
            [Text(images), Text(heldOut)]);

    /// <summary>{1} the images to train with, {2} the batch size.</summary>
    public static DatasetException BatchSize(string id, int images, int batchSize) =>
        new("batch-size", id,
            $"'{id}' has {Text(images)} images to train with: the batch size is 1 to {Text(images)}, not {Text(batchSize)}.",
            [Text(images), Text(batchSize)]);

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
