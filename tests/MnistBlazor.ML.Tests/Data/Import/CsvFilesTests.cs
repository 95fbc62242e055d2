using System.Text;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Data.Import;

namespace MnistBlazor.ML.Tests.Data.Import;

/// <summary>Tables with an image on each line.</summary>
public sealed class CsvFilesTests : IDisposable
{
    private readonly BroughtFiles _brought = new();

    public void Dispose() => _brought.Dispose();

    [Theory]
    [InlineData(784, ',', true, true)]
    [InlineData(784, ',', false, false)]
    [InlineData(1024, ';', true, false)]
    [InlineData(256, '\t', false, true)]
    [InlineData(64, ',', false, true)]
    public void The_label_may_stand_first_or_last_with_a_header_or_without(int pixels, char separator, bool hasHeader, bool isFirst)
    {
        var header = Line(separator, isFirst, "label", [.. Enumerable.Range(0, pixels).Select(i => $"pixel{i}")]);
        var lines = new[] { 3, 5, 3 }.Select((label, i) => Line(separator, isFirst, $"{label}", Pixels(pixels, i)));
        var text = (hasHeader ? header : "") + string.Concat(lines);

        var found = _brought.Find(_brought.Saved("digits.csv", Encoding.UTF8.GetBytes(text)));

        Assert.Equal("csv", found.Kind);
        Assert.Equal(["3", "5"], found.ClassNames);
        Assert.Equal([0, 1, 0], found.Images.Select(image => image.Label));
        Assert.All(found.Images, image => Assert.Equal(ImageRole.Unsaid, image.Role));
        var image = found.Images[2].Read();
        Assert.Equal((int)Math.Sqrt(pixels), image.Width);
        Assert.Equal(Pixels(pixels, 2), image.Grey.Select(value => $"{value}"));
    }

    [Fact]
    public void Words_are_labels_and_fractions_are_pixels()
    {
        string[] pixels = [.. Enumerable.Range(0, 64).Select(i => i == 9 ? "0.5" : i == 10 ? "1.0" : "0")];

        var found = _brought.Find(_brought.Saved("marks.csv", Bytes(Line(',', true, "고양이", pixels) + Line(',', true, "dog", pixels))));

        Assert.Equal(["dog", "고양이"], found.ClassNames);
        Assert.Equal([128, 255], found.Images[0].Read().Grey[9..11]);
    }

    [Fact]
    public void Train_and_test_are_told_by_their_names_and_an_unlabelled_test_is_left_out()
    {
        var (zero, one) = (Line(',', true, "0", Pixels(784, 0)), Line(',', true, "1", Pixels(784, 1)));
        var files = new[] { ("mnist_train.csv", Bytes(zero + one + one)), ("mnist_test.csv", Bytes(one)) };
        var header = string.Join(',', Enumerable.Range(0, 784).Select(i => $"pixel{i}"));
        var unlabelled = Bytes($"{header}\n{string.Join(',', Pixels(784, 3))}\n");

        var found = _brought.Find([.. files.Select(file => _brought.Saved(file.Item1, file.Item2))]);
        var kaggle = _brought.Find(_brought.Zip("digit-recognizer.zip", ("train.csv", files[0].Item2), ("test.csv", unlabelled)));

        Assert.Equal(["R0", "R1", "R1", "T1"], found.Images.Select(image => $"{"URT"[(int)image.Role]}{image.Label}").Order());
        Assert.Equal(3, kaggle.Images.Count(image => image.Role == ImageRole.Unsaid));
        Assert.Equal([("csv-no-label", "test.csv")], kaggle.Skipped.Select(reason => (reason.Code, reason.File)));
    }

    [Fact]
    public void A_bad_line_is_named_by_its_number()
    {
        var good = Line(',', true, "0", Pixels(784, 0)) + Line(',', true, "1", Pixels(784, 1));
        Assert.Equal("2", Error(good[..good.IndexOf('\n')] + "\n" + "1,2,3\n").Arguments[1]);
        var value = Error(good + Line(',', true, "1", ["x", .. Pixels(783, 0)]));
        Assert.Equal(("csv-value", "3", "x"), (value.Code, value.Arguments[1], value.Arguments[2]));
        Assert.Equal("csv-value", Error(good + Line(',', true, "1", ["256", .. Pixels(783, 0)])).Code);
        Assert.Equal("csv-value", Error(good + Line(',', true, "", Pixels(784, 0))).Code);
        Assert.Equal("csv-no-pixels", Error("label,pixels\n1,2\n").Code);
        Assert.Equal("class-count", Error(Line(',', true, "0", Pixels(784, 0))).Code);

        DatasetException Error(string text) =>
            Assert.Throws<DatasetException>(() => _brought.Find(_brought.Saved("digits.csv", Bytes(text))));
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string[] Pixels(int count, int shift) =>
        [.. Enumerable.Range(0, count).Select(i => i == 0 || i == count - 1 ? "0" : $"{(i * 7 + shift) % 256}")];

    private static string Line(char separator, bool isLabelFirst, string label, string[] pixels) =>
        string.Join(separator, isLabelFirst ? [label, .. pixels] : [.. pixels, label]) + "\n";
}
