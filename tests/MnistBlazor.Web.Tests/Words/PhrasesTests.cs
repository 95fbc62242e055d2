using System.Globalization;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Web.Words;

namespace MnistBlazor.Web.Tests.Words;

public sealed class PhrasesTests
{
    [Theory]
    [InlineData(0.04, "0.0 s")]
    [InlineData(0.4, "0.4 s")]
    [InlineData(9.94, "9.9 s")]
    [InlineData(9.96, "10 s")]
    [InlineData(59.4, "59 s")]
    [InlineData(59.6, "1 min 0 s")]
    [InlineData(200, "3 min 20 s")]
    [InlineData(3599.6, "1 h 0 min")]
    [InlineData(3900, "1 h 5 min")]
    [InlineData(360_000, "4 d 4 h")]
    public void A_duration_has_no_more_figures_than_one_can_use(double seconds, string text) =>
        Assert.Equal(text, Words("en").Duration(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void A_message_speaks_the_readers_language_and_names_parameters_by_their_names()
    {
        var message = new Message("address.value", "learning-rate", "huge", "0.1");

        Assert.Contains("Learning rate", Words("en").Say(message));
        Assert.Contains("학습률", Words("ko").Say(message));
    }

    [Fact]
    public void A_value_that_has_a_name_is_shown_by_it()
    {
        Assert.Equal("off", Words("en").ParameterValue("nesterov", "false"));
        Assert.Equal("0.00001", Words("en").ParameterValue("learning-rate", "0.00001"));
        Assert.Equal("60,000", Words("en").ParameterValue("batch-size", "60000"));
    }

    private static Wording Words(string language)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        return new Wording();
    }
}
