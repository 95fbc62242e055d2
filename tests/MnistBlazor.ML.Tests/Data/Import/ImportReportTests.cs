using MnistBlazor.ML.Data;
using MnistBlazor.ML.Data.Import;

namespace MnistBlazor.ML.Tests.Data.Import;

/// <summary>What is left out, how the images are divided, and what looks wrong.</summary>
public sealed class ImportReportTests : IDisposable
{
    private readonly ImportFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Blank_and_damaged_images_are_named_and_not_kept()
    {
        var (white, black) = (PngBytes.Grey(28, 28, (_, _) => 255), PngBytes.Grey(28, 28, (_, _) => 0));
        using var import = _folder.Read([
            .. await Digits("a", 0, 4), .. await Digits("c", 1, 4), ("a/white.png", white), ("c/black.png", black),
            ("b/1.png", white), ("a/text.png", "no image"u8.ToArray()), ("b/cut.png", Pictures.Png(new byte[784])[..^30]),
        ]);

        var report = import.Preview(new()).Report;

        // The class that has lost all of its images is gone, and the labels after it move up.
        Assert.Equal([("a", 4), ("c", 4)], report.Classes.Select(one => (one.Name, one.Train + one.Test)));
        Assert.Equal(3, report.Blank);
        Assert.Equal(["a/white.png", "b/1.png", "c/black.png"], report.BlankFiles);
        Assert.Equal(
            ["image-format a/text.png", "image-damaged b/cut.png"], report.Skipped.Select(note => $"{note.Code} {note.Arguments[0]}"));
        Assert.Equal(2, report.SkippedCount);
        Assert.Equal(["blank 3 11"], Findings(report, "blank"));
        var set = await _folder.WrittenAsync(import);
        Assert.Equal(["a", "c"], set.ClassNames);
        Assert.Equal([4, 4], set.Train.CountPerClass().Zip(set.Test.CountPerClass(), (train, test) => train + test));
    }

    [Fact]
    public async Task A_file_that_is_too_large_is_left_out_but_many_of_them_are_refused()
    {
        var bounds = new DatasetBounds { FileBytes = 100_000 };
        (string, byte[])[] digits = [.. await Digits("a", 0, 4), .. await Digits("b", 1, 4)];
        var large = new byte[200_000];

        using var import = _folder.Read([.. digits, ("a/large.png", large)], bounds: bounds);

        Assert.Equal(["file-too-large"], import.Preview(new()).Report.Skipped.Select(note => note.Code));
        var many = Enumerable.Range(0, 9).Select(i => ($"a/{i}-large.png", large));
        Assert.Equal("file-too-large", Assert.Throws<DatasetException>(() => _folder.Read([.. digits, .. many], bounds: bounds)).Code);
    }

    [Fact]
    public async Task Without_two_classes_with_ink_there_is_no_data_set()
    {
        var white = PngBytes.Grey(28, 28, (_, _) => 255);

        Assert.Equal("all-blank", Refused([("a/0.png", white), ("b/0.png", white)]).Code);
        Assert.Equal(["set.zip", "a"], Refused([.. await Digits("a", 0, 3), ("b/0.png", white)]).Arguments);
    }

    [Theory]
    [InlineData("train/", "train/")]
    [InlineData("test/", "test/")]
    public async Task One_part_alone_is_divided_as_if_the_files_said_nothing(string first, string second)
    {
        using var import = _folder.Read([.. await Digits(first + "a", 0, 10), .. await Digits(second + "b", 1, 10)]);

        var report = import.Preview(new()).Report;

        Assert.False(report.HasTestImages);
        Assert.Equal((16, 4), (report.TrainCount, report.TestCount));
    }

    [Fact]
    public async Task The_share_for_the_test_is_bounded_and_leaves_each_class_an_image_to_learn_from()
    {
        using var import = _folder.Read([.. await Digits("a", 0, 40), .. await Digits("b", 1, 2), .. await Digits("c", 2, 1)]);

        Assert.Equal([(38, 2), (1, 1), (1, 0)], Split(-3));
        Assert.Equal([(32, 8), (1, 1), (1, 0)], Split(20));
        Assert.Equal([(20, 20), (1, 1), (1, 0)], Split(99));
        Assert.Equal(50, import.Preview(new() { TestPercent = 99 }).Report.Choices.TestPercent);
        Assert.Equal(["no-test c"], Findings(import.Preview(new()).Report, "no-test"));

        IEnumerable<(int, int)> Split(int percent) =>
            import.Preview(new() { TestPercent = percent }).Report.Classes.Select(one => (one.Train, one.Test));
    }

    [Fact]
    public async Task A_class_of_a_hundredth_or_of_one_picture_many_times_is_pointed_out()
    {
        var one = (await Digits("few", 1, 1))[0].Content;
        using var import = _folder.Read([
            .. await Digits("many", 0, 200), ("few/0.png", one), ("few/1.png", one),
            .. Enumerable.Range(0, 9).Select(i => ($"same/{i}.png", one)),
        ]);

        var report = import.Preview(new()).Report;

        Assert.Equal(["small-class few many"], Findings(report, "small-class"));
        Assert.Equal(["alike same"], Findings(report, "alike"));
        // Of "same" one is held out, of "few" one: all are the one that is learned from.
        Assert.Equal(["duplicates 2"], Findings(report, "duplicates"));
    }

    [Fact]
    public async Task Digits_that_lie_on_their_side_are_pointed_out_until_they_are_turned()
    {
        var digits = Pictures.Digits((await Mnist.LoadAsync()).Train, 10).ToList();
        using var lying = _folder.Read(digits.Select((digit, i) => ($"{digit.Label}/{i}.png", Pictures.Png(Transposed(digit.Pixels)))));

        Assert.Single(Findings(lying.Preview(new()).Report, "transposed"));
        Assert.Empty(Findings(lying.Preview(new() { Transposed = true }).Report, "transposed"));
        var written = ImportFolder.All(await _folder.WrittenAsync(lying, new() { Transposed = true }));
        Assert.Equal(
            digits.Select(digit => Convert.ToHexString(digit.Pixels)).Order(),
            written.Select(image => Convert.ToHexString(image.Pixels)).Order());

        static byte[] Transposed(byte[] pixels) => [.. Enumerable.Range(0, 784).Select(i => pixels[i % 28 * 28 + i / 28])];
    }

    [Fact]
    public async Task Upright_digits_give_no_reason_for_concern()
    {
        var digits = Pictures.Digits((await Mnist.LoadAsync()).Train, 30).ToList();
        using var import = _folder.Read(digits.Select((digit, i) => ($"{digit.Label}/{i}.png", Pictures.Png(digit.Pixels))));

        Assert.Empty(import.Preview(new()).Report.Findings);
    }

    [Fact]
    public async Task Small_drawings_in_a_corner_are_better_treated_as_drawings()
    {
        var corner = PngBytes.Grey(100, 100, (x, y) => (byte)(x < 20 && y is > 2 and < 30 ? 0 : 255));
        using var import = _folder.Read([.. await Digits("a", 0, 2), .. Enumerable.Range(0, 20).Select(i => ($"b/{i}.png", corner))]);

        Assert.Single(Findings(import.Preview(new()).Report, "drawings"));
        Assert.Empty(Findings(import.Preview(new() { Drawings = true }).Report, "drawings"));
    }

    [Fact]
    public async Task A_part_that_the_files_do_not_have_is_an_error()
    {
        using var import = _folder.Read([.. await Digits("a", 0, 2), .. await Digits("b", 1, 2)]);

        Assert.Equal("part-unknown", Assert.Throws<DatasetException>(() => import.Preview(new() { Part = "letters" })).Code);
    }

    private DatasetException Refused(IEnumerable<(string, byte[])> files) => Assert.Throws<DatasetException>(() => _folder.Read(files));

    private static IEnumerable<string> Findings(ImportReport report, string code) =>
        report.Findings.Where(note => note.Code == code).Select(note => string.Join(' ', note.Arguments.Prepend(note.Code)));

    private static async Task<(string Name, byte[] Content)[]> Digits(string folder, int label, int count) =>
        [.. Pictures.Digits((await Mnist.LoadAsync()).Train, count).Where(digit => digit.Label == label)
            .Select((digit, i) => ($"{folder}/{i}.png", Pictures.Png(digit.Pixels)))];
}
