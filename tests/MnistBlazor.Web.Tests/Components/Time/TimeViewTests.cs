using Bunit;
using MnistBlazor.Lessons.Predictions;
using MnistBlazor.ML.Evaluation;
using MnistBlazor.Web.Components.Time;
using MnistBlazor.Web.Models.Time;

namespace MnistBlazor.Web.Tests.Components.Time;

/// <summary>A run at one of its moments, as pictures, in words and as a table.</summary>
public sealed class TimeViewTests : ComponentTest
{
    private static readonly string[] Digits = [.. Enumerable.Range(0, 10).Select(digit => $"{digit}")];

    private static readonly TimePoint[] Points = [new(0, 0), new(1, 1), new(60, 1), new(1200, 20)];

    [Fact]
    public void Without_a_drawing_it_asks_for_one_and_the_slider_is_there_already()
    {
        var view = Show();

        Assert.Contains("Draw a digit", view.Markup);
        Assert.Empty(view.FindAll("[data-lines], [data-part=time-bars]"));
        Assert.Equal(("0", "3", "3"), Slider(view));
        Assert.Equal("Batch 1,200, epoch 20", view.Find("[data-checkpoint]").GetAttribute("aria-valuetext"));
    }

    [Fact]
    public void It_says_from_when_on_the_drawing_is_read_so_and_what_it_was_taken_for_before()
    {
        Assert.Equal(
            "It learnt to read your drawing as 7 at batch 60: so it does there and at every later moment shown. "
            + "At batch 1, the moment before, it was read as 1.",
            Learnt(7, 1, 7, 7));
        Assert.EndsWith("Before the first batch it was read as 2.", Learnt(2, 7, 7, 7));
        Assert.Equal("At every moment shown, from the first on, your drawing is read as 7.", Learnt(7, 7, 7, 7));
        Speak("ko");
        Assert.StartsWith("배치 60에서 이 그림을 7로 읽게 되었습니다.", Learnt(7, 1, 7, 7));

        string Learnt(params int[] classes) => Show(Reading(classes)).Find("[data-value=learnt]").TextContent;
    }

    [Fact]
    public void A_line_for_each_class_goes_through_all_moments_and_what_is_not_read_yet_is_left_out()
    {
        var view = Show(Reading(2, 7, 7), at: 1);

        var lines = view.FindAll("[data-line]");
        Assert.Equal(10, lines.Count);
        Assert.Equal("M0 149.5L200 14.5L400 14.5", lines[7].GetAttribute("d"));
        Assert.Contains("marked", lines[7].ClassName);
        Assert.Equal(("3", "1"), (view.Find("[data-lines]").GetAttribute("data-lines"), view.Find("[data-at]").GetAttribute("data-at")));
        Assert.Equal("400", view.Find(".early").GetAttribute("width"));
        Assert.Equal("7", view.Find("[data-part=time-bars] .marked .name").TextContent);
        // Nothing is said of a moment that has not been read.
        Assert.Empty(Show(Reading(2, 7, 7)).FindAll("[data-part=time-bars] .marked"));
    }

    [Fact]
    public void Moving_the_slider_asks_for_another_moment()
    {
        var moved = new List<int>();
        var view = Render<TimeView>(parameters => parameters
            .Add(view => view.Points, Points).Add(view => view.At, 3).Add(view => view.ClassNames, Digits)
            .Add(view => view.OnMove, moved.Add));

        view.Find("[data-checkpoint]").Input("2");

        Assert.Equal([2], moved);
    }

    [Fact]
    public void The_test_is_named_by_the_moment_that_it_is_of_even_while_another_is_chosen()
    {
        var counts = Enumerable.Range(0, 10)
            .Select(label => Enumerable.Range(0, 10).Select(read => read == label ? 9 : 0).ToArray()).ToArray();
        counts[4][9] = 10;
        var view = Show(test: (Points[1], new(counts, Digits)));

        Assert.Equal("Confusion matrix: Batch 1, epoch 1", view.Find("[data-part=time-test] h3").TextContent);
        Assert.Equal("90 of 100 test images right: 90.00%", view.Find("[data-value=time-accuracy]").TextContent);
        Assert.Equal("10", view.Find("[data-confusion='4,9']").TextContent.Trim());
        Assert.Contains("being read", Show().Find("[data-part=time-test]").TextContent);
    }

    [Fact]
    public void The_table_has_every_moment_with_its_accuracy_and_all_probabilities()
    {
        var view = Show(Reading(2, 7, 7));
        Assert.Empty(view.FindAll("[data-part=time-table] table"));

        view.Find("[data-part=time-table] summary").Click();

        var rows = view.FindAll("[data-part=time-table] tbody tr");
        Assert.Equal(4, rows.Count);
        Assert.Equal("Before the first batch", rows[0].QuerySelector("th")!.TextContent);
        Assert.Equal(["12.30", "1.0", "1.0"], rows[1].QuerySelectorAll("td").Take(3).Select(cell => cell.TextContent));
        Assert.Equal("91.0", rows[1].QuerySelectorAll("td")[8].TextContent);
        Assert.Equal("", rows[3].QuerySelectorAll("td")[8].TextContent);
    }

    [Fact]
    public void Few_units_are_all_shown_and_of_many_those_with_the_strongest_weights_of_the_newest_moment()
    {
        var kernels = new LayerWeights("conv1", [8, 1, 3, 3], new float[72]);
        Assert.Equal(Enumerable.Range(0, 8), WeightPictures.Choose(kernels));
        var values = new float[256 * 784];
        for (var unit = 100; unit < 120; unit++) values[unit * 784] = -1;
        var newest = new LayerWeights("linear1", [256, 784], values);

        var units = WeightPictures.Choose(newest);
        var pictures = WeightPictures.Of(new LayerWeights("linear1", [256, 784], [.. values.Select(weight => weight / 2)]), newest, units);

        Assert.Equal(Enumerable.Range(100, 20), units);
        Assert.Equal((1, -0.5f, false), (pictures.Strongest, pictures.Images[0][0], pictures.AreKernels));
        Assert.True(WeightPictures.Of(kernels, kernels, [0]).AreKernels);
    }

    private IRenderedComponent<TimeView> Show(ReadingOverTime? reading = null, int at = 3, (TimePoint, PointTest)? test = null) =>
        Render<TimeView>(parameters => parameters
            .Add(view => view.Points, Points).Add(view => view.At, at).Add(view => view.Reading, reading).Add(view => view.Test, test)
            .Add(view => view.ClassNames, Digits).Add(view => view.Accuracies, new Dictionary<int, double> { [1] = 0.123 }));

    private static ReadingOverTime Reading(params int[] classes) => new(
    [
        .. classes.Select((label, i) => new PointReading(
            Points[i].Step, [.. Enumerable.Range(0, 10).Select(other => other == label ? 0.91f : 0.01f)], Digits)),
    ]);

    private static (string?, string?, string?) Slider(IRenderedComponent<TimeView> view)
    {
        var input = view.Find("[data-checkpoint]");
        return (input.GetAttribute("min"), input.GetAttribute("max"), input.GetAttribute("value"));
    }
}
