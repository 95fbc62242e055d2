using System.Text;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Data.Import;

namespace MnistBlazor.ML.Tests.Data.Import;

public sealed class ImageFoldersTests : IDisposable
{
    private readonly BroughtFiles _brought = new();

    public void Dispose() => _brought.Dispose();

    [Theory]
    [InlineData("U0 U1", "0/1.png", "1/1.png")]
    [InlineData("U0 U1", "data/mine/0/1.png", "data/mine/1/1.png")]
    [InlineData("R0 R1 T0 T1", "data/train/0/1.png", "data/train/1/1.png", "data/test/0/1.png", "data/test/1/1.png")]
    [InlineData("R0 T0 R1", "mnist_png/Training/0/1.png", "mnist_png/Testing/0/1.png", "mnist_png/Training/1/2.png")]
    [InlineData("R0 R1 T0", @"set\train\0\1.png", @"set\train\1\1.png", @"set\test\0\1.png")]
    [InlineData("R0 R1 T0", "train/images/0/1.png", "train/images/1/1.png", "test/images/0/1.png")]
    [InlineData("R0 R1 T0", "train/train/0/1.png", "train/train/1/1.png", "test/test/0/1.png")]
    [InlineData("U0 U1", "test/0/1.png", "test/1/1.png")]
    [InlineData("U0 U1", "train/0/1.png", "train/1/1.png")]
    [InlineData("U30 U31", "by_class/30/hsf_0/x.png", "by_class/31/hsf_1/x.png")]
    [InlineData("Ucar Utrain", "car/1.png", "train/1.png")]
    [InlineData("Ua Ub", "a/0.png", "b/c/0.png")]
    public void The_first_folder_below_what_all_share_is_the_class(string expected, params string[] paths)
    {
        var found = _brought.Find(_brought.Pictures(paths));

        var placed = paths.Select(path => found.Images.Single(image => image.File == path.Replace('\\', '/')))
            .Select(image => $"{"URT"[(int)image.Role]}{found.ClassNames[image.Label]}");
        Assert.Equal(expected.Split(' ').Order(), placed.Order());
    }

    [Fact]
    public void Validation_counts_as_training_and_is_said()
    {
        var found = _brought.Find(
            _brought.Pictures("train/a/1.png", "train/b/1.png", "val/a/1.png", "validation/b/1.png", "test/a/1.png"));

        Assert.Equal(4, found.Images.Count(image => image.Role == ImageRole.Train));
        Assert.Equal([("validation-as-training", "2")], found.Findings.Select(note => (note.Code, note.Arguments[0])));
    }

    [Fact]
    public void What_file_managers_add_is_not_even_named()
    {
        var found = _brought.Find(_brought.Zip("set.zip",
            ("a/1.png", BroughtFiles.Png), ("b/1.png", BroughtFiles.Png), ("a/.DS_Store", [1]), ("__MACOSX/a/._1.png", [1]),
            ("a/Thumbs.db", [1]), ("desktop.ini", [1]), (".hidden/1.png", [1])));

        Assert.Equal(2, found.Images.Count);
        Assert.Empty(found.Skipped);
    }

    [Fact]
    public void An_odd_file_is_left_out_and_named()
    {
        var found = _brought.Find(_brought.Zip("set.zip",
            ("x/a/1.png", BroughtFiles.Png), ("x/b/1", BroughtFiles.Png), ("x/logo.png", BroughtFiles.Png),
            ("x/readme.txt", "Hello."u8.ToArray()), ("x/a/paper.pdf", [.. "%PDF-1.7"u8, 0, 1]),
            ("x/a/2.heic", [0, 0, 0, 24, .. "ftypheic"u8, 0, 0]), ("x/a/3.tif", [.. "II*\0"u8, 8, 0])));

        Assert.Equal(["x/a/1.png", "x/b/1"], found.Images.Select(image => image.File));
        Assert.Equal(
            [
                ("image-format", "x/a/2.heic"), ("image-format", "x/a/3.tif"), ("file-unknown", "x/a/paper.pdf"),
                ("image-place", "x/logo.png"), ("file-unknown", "x/readme.txt"),
            ],
            found.Skipped.Select(reason => (reason.Code, reason.File)));
    }

    [Fact]
    public void Where_nothing_is_left_the_reason_is_said()
    {
        byte[] heic = [0, 0, 0, 24, .. "ftypheic"u8];
        (string, string)[] loose = [_brought.Saved("1.png", BroughtFiles.Png), _brought.Saved("2.png", BroughtFiles.Png)];
        Assert.Equal(("nothing-found", "set.zip"), _brought.Refused(_brought.Zip("set.zip", ("readme.txt", [65]))));
        Assert.Equal(("image-format", "a/1.heic"), _brought.Refused(_brought.Zip("set.zip", ("a/1.heic", heic))));
        Assert.Equal(("image-place", "1.png"), _brought.Refused(loose));
        Assert.Equal(("class-count", "set.zip"), _brought.Refused(_brought.Pictures("only/1.png", "only/2.png")));
        string[] classes = [.. Enumerable.Range(0, 101).Select(i => $"{i}/1.png")];
        Assert.Equal(("class-count", "set.zip"), _brought.Refused(_brought.Pictures(classes)));
        Assert.Equal(("class-name", "set.zip"), _brought.Refused(_brought.Pictures(new string('x', 41) + "/1.png", "b/1.png")));
    }

    [Fact]
    public void Numbers_come_first_as_people_count() =>
        Assert.Equal(
            ["9", "10", "cat", "dog"], _brought.Find(_brought.Pictures("dog/1.png", "10/1.png", "9/1.png", "cat/1.png")).ClassNames);

    [Fact]
    public void Two_forms_of_one_name_are_one_class()
    {
        var apart = "고양이".Normalize(NormalizationForm.FormD);

        var found = _brought.Find(_brought.Pictures("고양이/1.png", apart + "/2.png", "é/1.png", "e\u0301/2.png"));

        Assert.Equal(["é", "고양이"], found.ClassNames);
        Assert.Equal(4, found.Images.Count);
    }

    [Fact]
    public void What_nobody_sees_of_a_name_is_taken_off_and_said()
    {
        var found = _brought.Find(_brought.Pictures(" cat/1.png", "cat/2.png", "\u202Edog\u200B /3.png", "bird/4.png"));

        Assert.Equal(["bird", "cat", "dog"], found.ClassNames);
        Assert.Equal([("names-trimmed", "cat, dog")], found.Findings.Select(note => (note.Code, note.Arguments[0])));
    }

    [Fact]
    public void Classes_that_differ_by_case_stay_apart_and_are_said()
    {
        var found = _brought.Find(_brought.Pictures("Cat/1.png", "cat/2.png", "dog/3.png"));

        Assert.Equal(["Cat", "cat", "dog"], found.ClassNames);
        Assert.Equal([("names-differ-by-case", "Cat, cat")], found.Findings.Select(note => (note.Code, note.Arguments[0])));
    }

    [Fact]
    public void A_picture_is_read_as_often_as_it_is_asked_for_and_counted_once()
    {
        var bounds = new DatasetBounds { TotalBytes = 2 * BroughtFiles.Png.Length, TotalPixels = 2 * 784 };

        var found = _brought.Find(bounds, null, _brought.Pictures("a/1.png", "b/1.png"));

        for (var i = 0; i < 3; i++)
            foreach (var image in found.Images) Assert.Equal(28, image.Read().Width);
    }
}
