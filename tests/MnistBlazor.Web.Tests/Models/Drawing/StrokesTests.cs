using MnistBlazor.Web.Models.Drawing;

namespace MnistBlazor.Web.Tests.Models.Drawing;

/// <summary>What a browser sends is not to be believed: a drawing is taken within bounds, or refused as a whole.</summary>
public sealed class StrokesTests
{
    [Fact]
    public void Numbers_become_points_two_by_two()
    {
        var strokes = Strokes.Parse([[0f, 0.25f, 1f, 0.5f], [0.5f, 0.5f]]);

        Assert.Equal([2, 1], strokes.Select(stroke => stroke.Count));
        Assert.Equal((1f, 0.5f), (strokes[0][1].X, strokes[0][1].Y));
    }

    [Fact]
    public void An_empty_pad_is_a_drawing_without_strokes() => Assert.Empty(Strokes.Parse([]));

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(-0.001f)]
    [InlineData(1.001f)]
    public void A_point_beside_the_pad_is_refused(float coordinate) =>
        Assert.Throws<ArgumentException>(() => Strokes.Parse([[0.5f, coordinate]]));

    [Fact]
    public void Half_a_point_is_refused() => Assert.Throws<ArgumentException>(() => Strokes.Parse([[0.1f, 0.2f, 0.3f]]));

    [Fact]
    public void No_stroke_at_all_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Strokes.Parse(null));
        Assert.Throws<ArgumentException>(() => Strokes.Parse([null]));
        Assert.Throws<ArgumentException>(() => Strokes.Parse([[]]));
    }

    [Fact]
    public void Too_many_strokes_or_points_are_refused()
    {
        var longest = Enumerable.Repeat(0.5f, 2 * Strokes.MaxPoints).ToArray();

        Assert.Single(Strokes.Parse([longest]));
        Assert.Throws<ArgumentException>(() => Strokes.Parse([longest, [0.5f, 0.5f]]));
        Assert.Throws<ArgumentException>(() => Strokes.Parse([.. Enumerable.Repeat<float[]>([0f, 0f], Strokes.MaxStrokes + 1)]));
    }

    [Theory]
    [InlineData(0.2f, 0.6f, true)] // two ones
    [InlineData(0.45f, 0.55f, false)] // the strokes of an 11 as near as those of a 4
    public void Strokes_of_a_digits_height_far_beside_each_other_are_several_digits(float left, float right, bool several) =>
        Assert.Equal(several, Strokes.LookLikeSeveralDigits(Strokes.Parse([[left, 0.2f, left, 0.8f], [right, 0.2f, right, 0.8f]])));

    [Fact]
    public void A_dot_beside_a_digit_and_strokes_above_each_other_are_one()
    {
        Assert.False(Strokes.LookLikeSeveralDigits(Strokes.Parse([[0.2f, 0.2f, 0.2f, 0.8f], [0.8f, 0.5f]])));
        Assert.False(Strokes.LookLikeSeveralDigits(Strokes.Parse([[0.1f, 0.2f, 0.9f, 0.2f], [0.2f, 0.4f, 0.3f, 0.9f], [0.8f, 0.4f, 0.8f, 0.9f]])));
        Assert.False(Strokes.LookLikeSeveralDigits([]));
    }
}
