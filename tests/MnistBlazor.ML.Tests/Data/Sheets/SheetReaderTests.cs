using MnistBlazor.ML.Data;
using MnistBlazor.ML.Data.Import;
using MnistBlazor.ML.Data.Sheets;
using MnistBlazor.ML.Tests.Data.Import;
using SkiaSharp;

namespace MnistBlazor.ML.Tests.Data.Sheets;

public class SheetReaderTests(SmallNetwork network) : IClassFixture<SmallNetwork>
{
    private static readonly SKPoint[] Upright = [new(150, 120), new(1290, 90), new(1350, 1830), new(90, 1770)];

    // The same sheet on its side: its upper left corner is seen at the upper right.
    private static readonly SKPoint[] OnItsSide = [new(1830, 110), new(1790, 1330), new(120, 1300), new(70, 60)];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_drawn_into_the_boxes_is_found_in_its_place_and_read(bool onItsSide)
    {
        var digits = await DigitsAsync();
        // Every fourth box is empty.
        var photo = SheetPhoto.Taken(
            (row, column) => row < 10 && (row + column) % 4 > 0 ? digits[row][column] : null,
            onItsSide ? 1920 : 1440, onItsSide ? 1440 : 1920, onItsSide ? OnItsSide : Upright);

        var drawings = SheetReader.Read(photo, "photo.jpg", rows: 10, new());

        Assert.Equal(
            Enumerable.Range(0, 120).Select(i => (i / 12, i % 12)).Where(box => (box.Item1 + box.Item2) % 4 > 0),
            drawings.Select(drawing => (drawing.Row, drawing.Column)));
        // Those that the network reads in MNIST itself, it reads on the sheet.
        var readable = drawings.Where(drawing => network.Read(digits[drawing.Row][drawing.Column]) == drawing.Row).ToList();
        Assert.InRange(readable.Count(drawing => network.Read(drawing.Pixels) == drawing.Row) / (double)readable.Count, 0.95, 1);
    }

    [Fact]
    public void An_empty_sheet_gives_nothing() =>
        Assert.Empty(SheetReader.Read(SheetPhoto.Taken((_, _) => null, 1440, 1920, Upright), "photo.jpg", rows: 12, new()));

    [Fact]
    public void A_picture_without_the_four_marks_is_refused()
    {
        SKPoint[] cut = [new(-200, 120), new(1290, 90), new(1350, 1830), new(-300, 1770)];

        var error = Assert.Throws<DatasetException>(
            () => SheetReader.Read(SheetPhoto.Taken((_, _) => null, 1440, 1920, cut), "cut.jpg", rows: 10, new()));

        Assert.Equal(("sheet-marks", "cut.jpg"), (error.Code, error.File));
    }

    [Fact]
    public void A_picture_that_is_too_small_is_refused()
    {
        var error = Assert.Throws<DatasetException>(
            () => SheetReader.Read(PngBytes.Grey(600, 800, (_, _) => 255), "small.png", rows: 10, new()));

        Assert.Equal("sheet-small small.png 600 800 900", $"{error.Code} {string.Join(' ', error.Arguments)}");
        Assert.Throws<ArgumentException>(() => SheetReader.Read([], "", rows: 13, new()));
    }

    /// <returns>By label and number, of the test images.</returns>
    private static async Task<byte[][][]> DigitsAsync() =>
        [.. Pictures.Digits((await Mnist.LoadAsync()).Test, SheetLayout.Columns).GroupBy(digit => digit.Label)
            .Select(group => group.Select(digit => digit.Pixels).ToArray())];
}
