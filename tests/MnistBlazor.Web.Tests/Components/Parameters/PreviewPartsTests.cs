using Bunit;
using MnistBlazor.ML.Data.Import;
using MnistBlazor.Web.Components.Parameters;

namespace MnistBlazor.Web.Tests.Components.Parameters;

/// <summary>What a preview says of images that are left out, and what it offers to choose.</summary>
public sealed class PreviewPartsTests : ComponentTest
{
    private static readonly ImportReport Report = new("idx", new() { Part = "letters" }, [new("a", 8, 2), new("b", 8, 2)])
    {
        Parts = ["digits", "letters"],
        HasTestImages = true,
        Blank = 23,
        BlankFiles = [.. Enumerable.Range(0, 20).Select(i => $"a/{i}.png")],
        SkippedCount = 2,
        Skipped = [new("image-damaged", ["a/007.png"]), new("image-damaged", ["notes.txt"])],
    };

    [Fact]
    public void Blank_images_and_skipped_files_are_named_and_the_rest_is_counted()
    {
        var notes = Render<PreviewNotes>(parameters => parameters.Add(notes => notes.Report, Report));

        var blank = notes.FindAll("[data-blank-files] li").Select(line => line.TextContent.Trim()).ToList();
        Assert.Equal((21, "a/0.png", "and 3 more"), (blank.Count, blank[0], blank[^1]));
        Assert.Contains("23", notes.Find("[data-blank-files] summary").TextContent);
        Assert.Collection(
            notes.FindAll("[data-skipped-file]"),
            first => Assert.StartsWith("a/007.png is damaged", first.TextContent),
            second => Assert.StartsWith("notes.txt is damaged", second.TextContent));
    }

    [Fact]
    public void Nothing_is_said_where_nothing_was_left_out()
    {
        var notes = Render<PreviewNotes>(parameters => parameters.Add(notes => notes.Report, new("idx", new(), [])));

        Assert.Equal("", notes.Markup.Trim());
    }

    [Fact]
    public void Of_several_data_sets_only_one_of_them_can_be_chosen_and_no_share_where_files_say_what_tests()
    {
        var choices = Choices(Report);

        choices.Find("[data-choice=part]").Change("something else");
        Assert.Empty(_changed);
        choices.Find("[data-choice=part]").Change("digits");
        Assert.Equal("digits", Assert.Single(_changed).Part);
        Assert.Empty(choices.FindAll("[data-choice=test]"));
    }

    [Fact]
    public void What_the_files_decided_is_shown_as_chosen()
    {
        var choices = Choices(Report with { Parts = [], Choices = new() { Drawings = true, Transposed = true } });

        Assert.True(choices.Find("[data-choice=drawings]").HasAttribute("checked"));
        Assert.True(choices.Find("[data-choice=transpose]").HasAttribute("checked"));
        Assert.Empty(choices.FindAll("[data-choice=part]"));
    }

    private readonly List<ImportChoices> _changed = [];

    private IRenderedComponent<PreviewChoices> Choices(ImportReport report) => Render<PreviewChoices>(parameters => parameters
        .Add(choices => choices.Report, report)
        .Add(choices => choices.Choices, new())
        .Add(choices => choices.OnChange, change => _changed.Add(change(new()))));
}
