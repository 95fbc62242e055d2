using MnistBlazor.Lessons.Maps.Classification;
using MnistBlazor.Lessons.Maps.Tables;

namespace MnistBlazor.Lessons.Tests.Maps.Classification;

/// <summary>
/// Figures of simple-statistics (natural breaks, quantiles, equal intervals) and geostats (standard deviations) for the example's
/// population and for 250 scattered values: tests/oracle/classification.mjs. The natural breaks of geostats are no oracle: those of its
/// classes have a larger sum of squares.
/// </summary>
public class ClassifierTests
{
    private static readonly double[] Population = [.. Formula.Parse("male_2024 + female_2024", ExampleTable.Table)
        .Evaluate(ExampleTable.Table.RowCount).Select(value => value!.Value)];

    // Powers of 7 modulo 10007, divided by 10.
    private static readonly double[] Scattered =
        [.. Enumerable.Range(1, 250).Select(power => (double)System.Numerics.BigInteger.ModPow(7, power, 10007) / 10)];

    [Theory]
    [InlineData("population", 3, 0.9417509835726504, new double[] { 9331828, 13694685 }, new[] { 15, 1, 1 })]
    [InlineData("population", 4, 0.9836943396273397, new double[] { 2136574, 9331828, 13694685 }, new[] { 9, 6, 1, 1 })]
    [InlineData("population", 5, 0.9928289321380106, new double[] { 1408422, 2363629, 9331828, 13694685 }, new[] { 3, 7, 5, 1, 1 })]
    [InlineData("population", 7, 0.9985245145706445,
        new double[] { 1098049, 1517766, 2136574, 3021010, 9331828, 13694685 }, new[] { 2, 3, 4, 3, 3, 1, 1 })]
    [InlineData("scattered", 4, 0.9395755725623444, new[] { 216.1, 465, 728.3 }, new[] { 58, 67, 70, 55 })]
    [InlineData("scattered", 7, 0.9815424527152242,
        new[] { 129.2, 264.5, 425.4, 566.1, 716.5, 876.2 }, new[] { 35, 35, 48, 33, 41, 32, 26 })]
    public void Natural_breaks_are_the_best_there_are(string values, int classes, double fit, double[] breaks, int[] counts)
    {
        var found = Classes(ClassMethod.NaturalBreaks, values, classes);

        Assert.Equal(breaks, Inner(found));
        Assert.Equal(counts, found.Counts);
        Assert.Equal(fit, found.Fit, 12);
    }

    [Theory]
    [InlineData(ClassMethod.Quantile, "population", 5, new[] { 1414569, 1650182.2, 2272807, 3186906 })]
    [InlineData(ClassMethod.Quantile, "scattered", 4, new[] { 239.04999999999998, 460.45, 679.9 })]
    [InlineData(ClassMethod.Quantile, "scattered", 7,
        new[] { 129.31428571428572, 269.99999999999994, 369.22857142857146, 526.8714285714284, 653.1285714285715, 801.4714285714285 })]
    [InlineData(ClassMethod.EqualInterval, "population", 5, new double[] { 3051485, 5712285, 8373085, 11033885 })]
    [InlineData(ClassMethod.EqualInterval, "scattered", 4, new[] { 249.975, 499.25, 748.525 })]
    [InlineData(ClassMethod.StandardDeviation, "scattered", 4, new[] { 180.4372, 464.5172, 748.5972 })]
    [InlineData(ClassMethod.StandardDeviation, "scattered", 5, new[] { 38.3972, 322.4772, 606.5572, 890.6372 })]
    public void Bounds_are_those_of_the_libraries(ClassMethod method, string values, int classes, double[] bounds)
    {
        var found = Classes(method, values, classes);

        Assert.Null(found.Note);
        // geostats rounds the deviation to its second decimal place.
        Assert.All(bounds.Zip(Inner(found)), pair => Assert.Equal(pair.First, pair.Second, 0.01));
        Assert.Equal(bounds.Length, Inner(found).Length);
    }

    [Theory]
    [InlineData(ClassMethod.EqualInterval)]
    [InlineData(ClassMethod.Quantile)]
    [InlineData(ClassMethod.NaturalBreaks)]
    [InlineData(ClassMethod.StandardDeviation)]
    public void Every_value_is_in_the_class_whose_bounds_hold_it(ClassMethod method)
    {
        for (var classes = ValueClasses.Fewest; classes <= ValueClasses.Most; classes++)
        {
            var found = Classifier.Classify(method, Scattered, classes)!;

            Assert.Equal(Scattered.Length, found.Counts.Sum());
            Assert.Equal(found.Bounds, found.Bounds.Order());
            Assert.All(Scattered, value =>
            {
                var mine = found.ClassOf(value);
                Assert.InRange(value, found.Bounds[mine], found.Bounds[mine + 1]);
                if (mine < found.Count - 1) Assert.NotEqual(value, found.Bounds[mine + 1]);
            });
        }
    }

    [Fact]
    public void Equal_values_are_never_parted_and_fewer_classes_are_said()
    {
        double[] ties = [1, 2, 2, 2, 2, 2, 2, 2, 3, 4];

        var quantiles = Classifier.Classify(ClassMethod.Quantile, ties, 3)!;

        Assert.Equal(ClassNote.Ties, quantiles.Note);
        Assert.Equal([1, 2, 4], quantiles.Bounds);
        Assert.Equal([1, 9], quantiles.Counts);
    }

    [Theory]
    [InlineData(ClassMethod.Quantile)]
    [InlineData(ClassMethod.NaturalBreaks)]
    public void Fewer_values_than_classes_give_a_class_each(ClassMethod method)
    {
        var found = Classifier.Classify(method, [5, 5, 8, 9], 5)!;

        Assert.Equal(ClassNote.FewValues, found.Note);
        Assert.Equal([5, 8, 9, 9], found.Bounds);
        Assert.Equal([2, 1, 1], found.Counts);
        Assert.Equal(1, found.Fit);
    }

    [Fact]
    public void One_value_is_one_class_and_none_is_none()
    {
        var alike = Classifier.Classify(ClassMethod.StandardDeviation, [7, 7, 7], 5)!;

        Assert.Equal([3], alike.Counts);
        Assert.Equal(ClassNote.FewValues, alike.Note);
        Assert.Null(Classifier.Classify(ClassMethod.Quantile, [], 5));
    }

    [Fact]
    public void Bounds_of_ones_own_outside_the_values_are_left_out_and_that_is_said()
    {
        var found = Classifier.Classify(ClassMethod.Own, Scattered, 0, [1000, 100, 500])!;

        Assert.Equal([0.7, 100, 500, 997.8], found.Bounds);
        Assert.Equal(ClassNote.Outside, found.Note);
        Assert.Throws<ArgumentOutOfRangeException>(() => Classifier.Classify(ClassMethod.Own, Scattered, 0, [1, double.NaN]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Classifier.Classify(ClassMethod.Own, Scattered, 0, [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Classifier.Classify(ClassMethod.Quantile, Scattered, 10));
    }

    [Fact]
    public void Differences_have_their_middle_at_no_change()
    {
        var found = Classifier.Diverging([-5, -1, 0, 2, 10], 5)!;

        Assert.Equal([-10, -6, -2, 2, 6, 10], found.Bounds, Near);
        Assert.Equal([0, 1, 2, 1, 1], found.Counts);
        Assert.Equal(2, found.ClassOf(0));
    }

    [Fact]
    public void A_histogram_holds_every_value_once()
    {
        var bins = Histogram.Of(Scattered);

        Assert.Equal(Scattered.Length, bins.Sum(bin => bin.Count));
        Assert.Equal(Scattered.Min(), bins[0].From);
        Assert.Equal(Scattered.Max(), bins[^1].To, 1e-9);
        Assert.All(bins.Zip(bins.Skip(1)), pair => Assert.Equal(pair.First.To, pair.Second.From));
        Assert.Equal([new HistogramBin(3, 3, 2)], Histogram.Of([3, 3]));
    }

    [Fact]
    public void What_is_little_has_the_colour_next_to_the_ground()
    {
        Assert.All(ColorRamp.All.Where(ramp => !ramp.IsDiverging), ramp =>
        {
            var (light, dark) = (ramp.Of(5, dark: false).Fills, ramp.Of(5, dark: true).Fills);
            Assert.True(ColorRamp.Luminance(light[0]) > ColorRamp.Luminance(light[4]));
            Assert.Equal(light.Reverse(), dark);
        });
        Assert.All(ColorRamp.All.Where(ramp => ramp.IsDiverging), ramp => Assert.Equal("light", ramp.Of(5, dark: true).Ground));
    }

    [Fact]
    public void Labels_can_be_read_on_every_colour()
    {
        Assert.All(ColorRamp.All, ramp =>
        {
            for (var classes = 1; classes <= ValueClasses.Most; classes++)
            {
                var colors = ramp.Of(classes, dark: false);
                Assert.Equal(classes, colors.Fills.Count);
                Assert.All(colors.Fills.Zip(colors.Texts), pair =>
                {
                    var (fill, text) = (ColorRamp.Luminance(pair.First), ColorRamp.Luminance(pair.Second));
                    Assert.True((Math.Max(fill, text) + 0.05) / (Math.Min(fill, text) + 0.05) >= 4.5);
                });
            }
        });
    }

    private static ValueClasses Classes(ClassMethod method, string values, int classes) =>
        Classifier.Classify(method, values == "population" ? Population : Scattered, classes)!;

    private static double[] Inner(ValueClasses classes) => [.. classes.Bounds.Skip(1).SkipLast(1)];

    private static bool Near(double one, double other) => Math.Abs(one - other) < 1e-9;
}
