using Bunit;
using MnistBlazor.Lessons.Predictions;
using MnistBlazor.Web.Components.Drawing;

namespace MnistBlazor.Web.Tests.Components.Drawing;

public sealed class ReadingTests : ComponentTest
{
    private static readonly string[] Digits = [.. Enumerable.Range(0, 10).Select(digit => $"{digit}")];
    private static readonly Prediction Seven = new(new byte[784], [0, 0, 0, 0, 0, 0, 0.02f, 0.9f, 0, 0.08f], 7, Digits);

    [Fact]
    public void Before_anything_is_drawn_there_is_room_and_neither_a_picture_nor_an_answer()
    {
        var view = Render<PredictionView>(parameters => parameters
            .Add(view => view.ClassNames, Digits)
            .Add(view => view.Waiting, "No network yet."));

        Assert.Empty(view.FindAll("img"));
        Assert.Equal("", view.Find("[data-value=prediction]").TextContent);
        Assert.Equal("No network yet.", view.Find(".waiting").TextContent);
        Assert.Equal(10, view.FindAll(".bars li").Count);
    }

    [Fact]
    public void What_is_read_takes_that_room()
    {
        var view = Render<PredictionView>(parameters => parameters
            .Add(view => view.Value, Seven)
            .Add(view => view.Waiting, "No network yet."));

        Assert.StartsWith("data:image/png", view.Find("img").GetAttribute("src"));
        Assert.Equal("7", view.Find("[data-value=prediction]").TextContent);
        Assert.Empty(view.FindAll(".waiting"));
    }

    [Theory]
    [InlineData(WelcomeState.Waiting, "learns next")]
    [InlineData(WelcomeState.Training, "learning … 40%")]
    [InlineData(WelcomeState.Failed, "no network: its training failed")]
    public void A_network_that_cannot_read_yet_says_how_far_it_is(WelcomeState state, string said)
    {
        var column = Render<NetworkColumn>(parameters => parameters
            .Add(column => column.Status, new WelcomeStatus("cnn", state, 0.4)).Add(column => column.ClassNames, Digits));

        Assert.Equal("cnn", column.Find("section").GetAttribute("data-model"));
        Assert.Equal(said, column.Find(".said").TextContent);
        Assert.Equal("", column.Find("[data-value=prediction]").TextContent);
    }

    [Fact]
    public void A_network_that_reads_says_how_sure_it_is_and_its_bars_are_heard_as_figures()
    {
        var column = Render<NetworkColumn>(parameters => parameters
            .Add(column => column.Status, new WelcomeStatus("softmax", WelcomeState.Ready, 1)).Add(column => column.Value, Seven));

        Assert.Equal("7", column.Find("[data-value=prediction]").TextContent);
        Assert.Equal("90% sure", column.Find(".said").TextContent);
        Assert.Equal("8.0%", column.Find("li:last-child .share.visually-hidden").TextContent);
    }
}
