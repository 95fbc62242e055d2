using MnistBlazor.ML.Data;
using MnistBlazor.ML.Data.Import;

namespace MnistBlazor.ML.Tests.Data.Import;

/// <summary>What becomes of the pixels of images as people have them.</summary>
public sealed class ImportPixelsTests(SmallNetwork network) : IClassFixture<SmallNetwork>, IDisposable
{
    private readonly ImportFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Digits_bright_or_dark_in_one_class_become_MNISTs_own_bytes()
    {
        var digits = Pictures.Digits((await Mnist.LoadAsync()).Train, 30).ToList();

        using var import = _folder.Read(
            digits.Select((digit, i) => ($"{digit.Label}/{i}.png", Pictures.Png(digit.Pixels, paper: i % 2 == 0))));

        await SameAsync(digits, import);
        var report = import.Preview(new()).Report;
        Assert.Equal(new Dictionary<string, int> { ["inverted"] = 150 }, report.Done);
        Assert.Equal((InkChoice.Automatic, false), (report.Choices.Ink, report.Choices.Drawings));
    }

    [Theory]
    [InlineData(255)]
    [InlineData(0)]
    public async Task Ink_on_nothing_is_put_on_what_it_differs_from(byte ink)
    {
        var digits = Pictures.Digits((await Mnist.LoadAsync()).Train, 5).ToList();

        using var import = _folder.Read(digits.Select((digit, i) => ($"{digit.Label}/{i}.png", Pictures.Transparent(digit.Pixels, ink))));

        await SameAsync(digits, import);
    }

    [Fact]
    public async Task A_photographs_digits_are_read_by_a_network_that_knows_MNIST_only()
    {
        var random = new Random(4);
        var digits = Pictures.Digits((await Mnist.LoadAsync()).Test, 8).ToList();
        using var import = _folder.Read(
            digits.Select((digit, i) => ($"{digit.Label}/{i}.jpg", Pictures.Photo(digit.Pixels, random, board: i % 5 == 0))));

        var report = import.Preview(new()).Report;
        var images = ImportFolder.All(await _folder.WrittenAsync(import));

        Assert.True(report.Choices.Drawings);
        Assert.Equal((80, 80, 64), (report.Done["paper"], report.Done["centred"], report.Done["inverted"]));
        Assert.InRange(images.Count(image => network.Read(image.Pixels) == image.Label) / 80.0, 0.8, 1);
        // Shadow and noise are gone.
        Assert.All(images, image => Assert.Equal(0, image.Pixels[0]));
    }

    [Fact]
    public async Task Grey_paper_of_28_pixels_with_noise_becomes_black()
    {
        var random = new Random(1);
        var bar = PngOf((x, y) => (x is > 10 and < 15 && y is > 5 and < 22 ? 40 : 150 + 2 * x) + random.Next(6));
        using var import = _folder.Read([.. Files("a", bar), .. Files("b", bar)], new() { Drawings = false });

        var pixels = (await _folder.WrittenAsync(import, new() { Drawings = false })).Train.Pixels(0).ToArray();

        Assert.All(Enumerable.Range(0, 28), x => Assert.Equal(0, pixels[x]));
        Assert.InRange(pixels[12 * 28 + 12], 240, 255);
    }

    [Fact]
    public async Task Faint_ink_becomes_strong_and_other_ink_stays_as_strong_as_it_is()
    {
        var (faint, strong) = (PngOf((x, _) => x == 14 ? 195 : 255), PngOf((x, _) => x == 14 ? 75 : 255));
        using var import = _folder.Read([.. Files("faint", faint), .. Files("strong", strong)]);

        var set = await _folder.WrittenAsync(import);

        var images = ImportFolder.All(set);
        Assert.Equal([255, 180], Enumerable.Range(0, 2).Select(label => (int)images.First(image => image.Label == label).Pixels[14]));
        Assert.Equal(5, import.Preview(new()).Report.Done["stretched"]);
    }

    [Fact]
    public async Task What_fills_its_frame_follows_the_others()
    {
        // Cloth from edge to edge, half of it dark: alone it says nothing.
        var random = new Random(2);
        var cloth = PngOf((x, _) => random.Next(60, 200));
        var shirt = PngOf((x, _) => x is > 6 and < 20 ? 90 : 255);
        using var import = _folder.Read([.. Files("cloth", cloth), .. Files("shirt", shirt), .. Files("trousers", shirt)]);

        var report = import.Preview(new()).Report;

        Assert.Equal((InkChoice.Dark, 15), (report.Choices.Ink, report.Done["inverted"]));
        var seen = ImportFolder.All(await _folder.WrittenAsync(import)).First(image => image.Label == 0).Pixels;
        random = new(2);
        Assert.Equal(Enumerable.Range(0, 784).Select(_ => 255 - random.Next(60, 200)), seen.Select(pixel => (int)pixel));
    }

    [Fact]
    public async Task A_choice_is_seen_at_once_and_kept_when_it_counts()
    {
        var digits = Pictures.Digits((await Mnist.LoadAsync()).Train, 9, classes: 3).ToList();
        using var import = _folder.Read(
            digits.Select((digit, i) => ($"{digit.Label}/{i}.png", Pictures.Png(digit.Pixels, paper: i % 2 == 0))));
        foreach (var choices in new ImportChoices[]
        {
            new(), new() { Ink = InkChoice.Bright }, new() { Ink = InkChoice.Dark }, new() { Transposed = true }, new() { Drawings = true },
            new() { TestPercent = 50 },
        })
        {
            var preview = import.Preview(choices);

            var set = await _folder.WrittenAsync(import, choices);

            Assert.Equal(24, preview.Images.Count);
            var written = ImportFolder.All(set).Select(image => Convert.ToHexString(image.Pixels) + image.Label).ToHashSet();
            Assert.All(preview.Images, image => Assert.Contains(Convert.ToHexString(image.Pixels) + image.Label, written));
            Assert.Equal(preview.Report.Classes.Select(one => one.Test), set.Test.CountPerClass());
        }
        Assert.Equal(27, import.Preview(new() { Transposed = true }).Report.Done["transposed"]);
        Assert.Equal(27, import.Preview(new() { Ink = InkChoice.Dark }).Report.Done["inverted"]);
    }

    [Theory]
    [InlineData("qmnist-int.zip", false)]
    [InlineData("kaggle-digit-recognizer.zip", false)]
    [InlineData("emnist-letters-from-1.zip", true)]
    public async Task Tables_of_images_are_taken_as_they_are_and_upright(string file, bool lying)
    {
        var train = (await Mnist.LoadAsync()).Train;
        using var brought = new BroughtFiles();
        using var import = DatasetImport.Read([brought.Committed(file)], new(), new(), null, CancellationToken.None);

        var set = await _folder.WrittenAsync(import);

        Assert.All(Enumerable.Range(0, set.Train.Count), i => Assert.Equal(train.Pixels(i).ToArray(), set.Train.Pixels(i).ToArray()));
        var report = import.Preview(new()).Report;
        Assert.Equal(lying ? ["transposed"] : [], report.Done.Keys);
        Assert.Equal(lying, report.Choices.Transposed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_table_has_one_ground_and_is_never_stretched(bool paper)
    {
        // The first image fills its frame, the second is faint: both follow the others.
        var digits = Pictures.Digits((await Mnist.LoadAsync()).Train, 4).Select(digit => digit.Pixels).ToArray();
        digits[0] = [.. Enumerable.Repeat((byte)200, 400), .. Enumerable.Repeat((byte)255, 384)];
        digits[1] = [.. digits[1].Select(pixel => (byte)(pixel / 4))];
        var images = IdxBytes.Images(40);
        for (var i = 0; i < 40 * 784; i++) images[16 + i] = (byte)(paper ? 255 - digits[i / 784][i % 784] : digits[i / 784][i % 784]);
        var labels = IdxBytes.Labels([.. Enumerable.Range(0, 40).Select(i => (byte)(i / 4))]);
        using var import = _folder.Read([("train-images-idx3-ubyte", images), ("train-labels-idx1-ubyte", labels)]);

        await SameAsync([.. digits.Select((pixels, i) => (i / 4, pixels))], import);
        Assert.Equal(paper ? ["inverted"] : [], import.Preview(new()).Report.Done.Keys);
    }

    [Fact]
    public void Sizes_and_formats_may_be_mixed()
    {
        var large = PngBytes.Grey(600, 300, (x, y) => (byte)(x is > 250 and < 350 && y > 50 && y < 250 ? 255 : 0));
        var small = PngBytes.Grey(16, 16, (x, _) => (byte)(x is > 6 and < 10 ? 255 : 0));
        using var import = _folder.Read([.. Files("large", large), .. Files("small", small)]);

        var preview = import.Preview(new());

        Assert.Equal(10, preview.Report.Done["scaled"]);
        // 300 rows become 14, in the middle.
        Assert.Equal((0, 255), (preview.Images[0].Pixels[8 * 28 + 14], preview.Images[0].Pixels[14 * 28 + 14]));
        Assert.Equal((0, 255), (preview.Images[5].Pixels[14 * 28 + 5], preview.Images[5].Pixels[14 * 28 + 14]));
    }

    private async Task SameAsync(IReadOnlyList<(int Label, byte[] Pixels)> expected, DatasetImport import)
    {
        var images = ImportFolder.All(await _folder.WrittenAsync(import));
        Assert.Equal(
            expected.Select(image => image.Label + Convert.ToHexString(image.Pixels)).Order(),
            images.Select(image => image.Label + Convert.ToHexString(image.Pixels)).Order());
    }

    private static byte[] PngOf(Func<int, int, int> pixel) => PngBytes.Grey(28, 28, (x, y) => (byte)pixel(x, y));

    private static (string, byte[])[] Files(string path, byte[] content) =>
        [.. Enumerable.Range(0, 5).Select(i => ($"{path}/{i}.png", content))];
}
