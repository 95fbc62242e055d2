using MnistBlazor.ML.Evaluation;
using MnistBlazor.ML.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace MnistBlazor.ML.Tests.Training;

public class AugmentationTests
{
    [Fact]
    public void Nothing_to_change_changes_nothing()
    {
        using var scope = NewDisposeScope();
        var images = Bar(count: 3);

        var changed = Apply(new(), images);

        Assert.True(changed.allclose(images, atol: 1e-5));
    }

    [Fact]
    public void A_shift_moves_the_ink_by_at_most_so_many_pixels_in_all_directions()
    {
        using var scope = NewDisposeScope();

        var (x, y) = Centres(Apply(new(Shift: 3), Bar(count: 500)));

        Assert.InRange(x.Max(), 13.5 + 2.5, 13.5 + 3);
        Assert.InRange(x.Min(), 13.5 - 3, 13.5 - 2.5);
        Assert.InRange(y.Max(), 13.5 + 2.5, 13.5 + 3);
        Assert.InRange(y.Min(), 13.5 - 3, 13.5 - 2.5);
    }

    [Fact]
    public void A_rotation_turns_about_the_centre()
    {
        using var scope = NewDisposeScope();

        var turned = Apply(new(Rotation: 45), Bar(count: 200));

        var (x, y) = Centres(turned);
        Assert.All(x.Concat(y), centre => Assert.Equal(13.5, centre, tolerance: 0.05));
        Assert.InRange(turned.sum(1).max().item<float>(), 36, 42); // the bar's 40 pixels of ink stay about as many
        Assert.True(turned.narrow(1, 8 * 28 + 8, 1).max().item<float>() > 0.5); // the upright bar's end has come to the diagonal
    }

    [Fact]
    public void A_zoom_makes_more_or_less_ink()
    {
        using var scope = NewDisposeScope();

        var ink = Apply(new(Zoom: 0.2), Bar(count: 500)).sum(1);

        Assert.InRange(ink.max().item<float>(), 40 * 1.35, 40 * 1.55); // by 1.2 in both directions: 1.44, give or take what the raster does
        Assert.InRange(ink.min().item<float>(), 40 * 0.55, 40 * 0.75);  // by 0.8: 0.64
    }

    [Fact]
    public void A_batch_is_shifted_as_a_whole_by_whole_pixels_to_every_place_within_reach()
    {
        using var scope = NewDisposeScope();
        using var noise = new Generator(1);
        var images = Bar(count: 3);
        var places = new HashSet<(double, double)>();

        for (var batch = 0; batch < 200; batch++)
        {
            var shifted = Augmentation.Apply(new() { BatchShift = 2 }, images, noise);
            var (x, y) = Centres(shifted);
            Assert.Single(x.Distinct());
            Assert.Single(y.Distinct());
            Assert.Equal(images.sum().item<float>(), shifted.sum().item<float>()); // all of the ink, and none in between
            places.Add((x[0] - 13.5, y[0] - 13.5));
        }

        Assert.Equal(
            from x in Enumerable.Range(-2, 5) from y in Enumerable.Range(-2, 5) select ((double)x, (double)y),
            places.Order());
    }

    [Fact]
    public void What_is_shifted_out_of_the_image_is_gone_and_paper_comes_in()
    {
        using var scope = NewDisposeScope();
        using var noise = new Generator(1);

        var ink = Enumerable.Range(0, 50)
            .Select(_ => Augmentation.Apply(new() { BatchShift = 1 }, ones(1, 784), noise).sum().item<float>()).ToHashSet();

        Assert.Equal([27 * 27, 27 * 28, 28 * 28], ink.Order());
    }

    [Fact]
    public void Nothing_is_drawn_for_what_is_not_set()
    {
        using var scope = NewDisposeScope();
        using var noise = new Generator(1);
        using var untouched = new Generator(1);
        var images = Bar(count: 2);

        Assert.Same(images, Augmentation.Apply(new(), images, noise));
        Assert.Equal(untouched.get_state().bytes.ToArray(), noise.get_state().bytes.ToArray());

        // Images are varied by the same amounts whether the batch could be shifted or not.
        var varied = Augmentation.Apply(new(Rotation: 10), images, noise);
        rand(2, generator: untouched); // an angle for each of both
        for (var other = 0; other < 3; other++) rand(2, generator: untouched); // zoom and shifts
        Assert.Equal(untouched.get_state().bytes.ToArray(), noise.get_state().bytes.ToArray());
        Assert.False(varied.allclose(images));
    }

    [Fact]
    public async Task A_preview_of_a_shifted_batch_shows_every_shift()
    {
        var dataset = await Curve.SliceAsync();

        var preview = AugmentationPreview.Of(new() { BatchShift = 1 }, dataset, index: 0, count: 100, seed: 1);

        Assert.Equal(9, preview.Select(Convert.ToHexString).Distinct().Count());
    }

    [Fact]
    public async Task A_preview_shows_different_variants_of_one_image()
    {
        var dataset = await Curve.SliceAsync();

        var preview = AugmentationPreview.Of(new(10, 2, 0.1), dataset, index: 0, count: 12, seed: 1);

        Assert.Equal(12, preview.Length);
        Assert.Equal(12, preview.Select(Convert.ToHexString).Distinct().Count());
        Assert.Equal(dataset.Train.Pixels(0).ToArray(), AugmentationPreview.Of(new(), dataset, index: 0, count: 1, seed: 1)[0]);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(5)]
    public void A_shift_of_the_batch_out_of_bounds_is_refused(int shift) =>
        Assert.Throws<ArgumentException>(() => new Augmentation { BatchShift = shift }.Check());

    [Theory]
    [InlineData(46, 0, 0)]
    [InlineData(-1, 0, 0)]
    [InlineData(0, 9, 0)]
    [InlineData(0, 0, 0.6)]
    [InlineData(0, 0, double.NaN)]
    public void Values_out_of_bounds_are_refused(double rotation, double shift, double zoom) =>
        Assert.Throws<ArgumentException>(() => new Augmentation(rotation, shift, zoom).Check());

    /// <summary>An upright bar, 2 pixels wide and 20 tall, in the middle of the image.</summary>
    private static Tensor Bar(int count)
    {
        var images = zeros(count, 28, 28);
        images.narrow(1, 4, 20).narrow(2, 13, 2).fill_(1);
        return images.reshape(count, 784);
    }

    private static Tensor Apply(Augmentation options, Tensor images)
    {
        using var noise = new Generator(1);
        return Augmentation.Apply(options, images, noise);
    }

    private static (double[] X, double[] Y) Centres(Tensor images)
    {
        var pictures = images.reshape(-1, 28, 28).to(float64);
        var places = arange(0, 28, dtype: float64);
        var ink = pictures.sum([1, 2]);
        return ([.. ((pictures.sum(1) * places).sum(1) / ink).data<double>()],
            [.. ((pictures.sum(2) * places).sum(1) / ink).data<double>()]);
    }
}
