using System.Globalization;
using MnistBlazor.Web.Words;

namespace MnistBlazor.Web.Tests.Words;

public class FiguresTests
{
    [Theory]
    [InlineData(0.35564, "0.3556")]
    [InlineData(999_999, "999999.0000")]
    [InlineData(1_000_000, "1.0e6")]
    [InlineData(1.2345e21, "1.2e21")]
    [InlineData(-3.39e30, "-3.4e30")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    public void A_loss_has_four_places_and_one_that_ran_away_an_exponent(double loss, string written) =>
        Assert.Equal(written, loss.Figure(culture: CultureInfo.InvariantCulture));
}
