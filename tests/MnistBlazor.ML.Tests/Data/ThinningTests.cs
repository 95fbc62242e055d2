using System.Text.Json;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Data.Hands;

namespace MnistBlazor.ML.Tests.Data;

/// <summary>Digits are thinned to what scikit-image makes of them: tests/oracle/thinning.py.</summary>
public sealed class ThinningTests
{
    private const int Ink = 110;

    [Fact]
    public async Task Digits_are_thinned_to_the_lines_of_scikit_image_with_as_many_parts_and_holes()
    {
        var oracle = JsonSerializer.Deserialize<Thinned[]>(
            await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Data", "thinning-oracle.json"),
                TestContext.Current.CancellationToken), JsonSerializerOptions.Web)!;
        var test = (await Mnist.LoadAsync()).Test;

        Assert.Equal(20, oracle.Length);
        Assert.All(oracle, expected =>
        {
            var ink = Inked(test.Pixels(expected.Index), expected.Scale);
            var thin = Thinning.Thin(ink);

            Assert.Equal(expected.Thin, Packed(thin));
            Assert.Equal((expected.Parts, expected.Holes), (Parts(thin), Holes(thin)));
            Assert.Equal((expected.Parts, expected.Holes), (Parts(ink), Holes(ink)));
        });
    }

    [Fact]
    public async Task What_is_thinned_is_one_pixel_wide_and_hangs_together_as_it_did()
    {
        var test = (await Mnist.LoadAsync()).Test;
        for (var index = 0; index < 100; index++)
        {
            var ink = StrokeTracer.Ink(test.Pixels(index));
            var thin = Thinning.Thin(ink);

            Assert.Equal((Parts(ink), Holes(ink)), (Parts(thin), Holes(thin)));
            Assert.True(HasSquare(ink));
            Assert.False(HasSquare(thin), $"Test image {index} is two pixels wide somewhere.");
        }
    }

    [Fact]
    public void Ink_at_the_edge_is_thinned_as_elsewhere_and_no_ink_stays_none()
    {
        var bar = new bool[3, 9];
        for (var i = 0; i < bar.Length; i++) bar[i / 9, i % 9] = true;

        Assert.Equal("000000000 011111110 000000000", string.Join(' ', Rows(Thinning.Thin(bar))));
        Assert.Equal("000 000", string.Join(' ', Rows(Thinning.Thin(new bool[2, 3]))));
    }

    private static bool[,] Inked(ReadOnlySpan<byte> pixels, int scale)
    {
        var ink = new bool[ImageSplit.Height * scale, ImageSplit.Width * scale];
        for (var y = 0; y < ink.GetLength(0); y++)
            for (var x = 0; x < ink.GetLength(1); x++) ink[y, x] = pixels[y / scale * ImageSplit.Width + x / scale] > Ink;
        return ink;
    }

    private static IEnumerable<string> Rows(bool[,] ink) => Enumerable.Range(0, ink.GetLength(0))
        .Select(y => string.Concat(Enumerable.Range(0, ink.GetLength(1)).Select(x => ink[y, x] ? '1' : '0')));

    private static string Packed(bool[,] ink) =>
        Convert.ToBase64String([.. string.Concat(Rows(ink)).Chunk(8).Select(bits => Convert.ToByte(new string(bits).PadRight(8, '0'), 2))]);

    private static bool HasSquare(bool[,] ink) =>
        Enumerable.Range(1, ink.GetLength(0) - 1).Any(y => Enumerable.Range(1, ink.GetLength(1) - 1)
            .Any(x => ink[y, x] && ink[y - 1, x] && ink[y, x - 1] && ink[y - 1, x - 1]));

    private static int Parts(bool[,] ink) => Pieces(ink.GetLength(1), ink.GetLength(0), (x, y) => ink[y, x], corners: true);

    /// <summary>Paper that the paper around the image does not reach.</summary>
    private static int Holes(bool[,] ink) => Pieces(ink.GetLength(1) + 2, ink.GetLength(0) + 2,
        (x, y) => x == 0 || y == 0 || x > ink.GetLength(1) || y > ink.GetLength(0) || !ink[y - 1, x - 1], corners: false) - 1;

    /// <param name="corners">Whether what touches across a corner hangs together.</param>
    private static int Pieces(int width, int height, Func<int, int, bool> isOfIt, bool corners)
    {
        var (left, pieces) = (new HashSet<(int X, int Y)>(), 0);
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
                if (isOfIt(x, y)) left.Add((x, y));
        for (; left.Count > 0; pieces++)
        {
            var next = new Stack<(int X, int Y)>([left.First()]);
            while (next.TryPop(out var at))
            {
                if (!left.Remove(at)) continue;
                for (var y = -1; y <= 1; y++)
                    for (var x = -1; x <= 1; x++)
                        if (corners || x == 0 || y == 0) next.Push((at.X + x, at.Y + y));
            }
        }
        return pieces;
    }

    private sealed record Thinned(int Index, int Scale, string Thin, int Parts, int Holes);
}
