using MnistBlazor.Web.Models.Outputs;

namespace MnistBlazor.Web.Tests.Models.Outputs;

public sealed class KernelTests
{
    private static readonly Kernel Identity = new([0, 0, 0, 0, 1, 0, 0, 0, 0]);

    [Fact]
    public void One_weight_in_the_middle_gives_the_image_back()
    {
        var image = Enumerable.Range(0, 784).Select(i => (byte)(i % 256)).ToArray();

        Assert.Equal(image.Select(pixel => pixel / 255f), Identity.Apply(image));
    }

    [Fact]
    public void A_dot_becomes_the_kernel_turned_around_as_in_a_cross_correlation()
    {
        var image = new byte[784];
        image[(10 * 28) + 10] = 255;
        var kernel = new Kernel([1, 2, 3, 4, 5, 6, 7, 8, 9]);

        var sums = kernel.Apply(image);

        float[] around = [.. from y in Enumerable.Range(9, 3) from x in Enumerable.Range(9, 3) select sums[(y * 28) + x]];
        Assert.Equal([9, 8, 7, 6, 5, 4, 3, 2, 1], around);
        Assert.Equal(45, sums.Sum());
    }

    [Fact]
    public void Beyond_the_edge_there_is_only_paper()
    {
        var white = Enumerable.Repeat((byte)255, 784).ToArray();
        var sums = Kernel.Known.Single(known => known.Name == "blur").Kernel.Apply(white);

        Assert.Equal(4, sums[0]);
        Assert.Equal(6, sums[1]);
        Assert.Equal(9, sums[29]);
    }

    [Fact]
    public void An_edge_kernel_finds_nothing_where_all_is_alike()
    {
        var white = Enumerable.Repeat((byte)255, 784).ToArray();

        foreach (var name in new[] { "horizontal", "vertical", "outline" })
            Assert.Equal(0, Kernel.Known.Single(known => known.Name == name).Kernel.Apply(white)[(14 * 28) + 14]);
    }

    [Theory]
    [InlineData(2f, 2f)]
    [InlineData(1e9f, Kernel.Limit)]
    [InlineData(float.NegativeInfinity, 0f)]
    [InlineData(float.NaN, 0f)]
    public void A_weight_stays_within_its_bounds(float asked, float got) => Assert.Equal(got, Identity.With(0, asked).Weights[0]);
}
