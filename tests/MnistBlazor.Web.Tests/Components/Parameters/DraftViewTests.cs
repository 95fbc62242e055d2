using AngleSharp.Dom;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MnistBlazor.Lessons;
using MnistBlazor.Lessons.Datasets;
using MnistBlazor.Lessons.Operation;
using MnistBlazor.ML.Data.Import;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Web.Components.Parameters;

namespace MnistBlazor.Web.Tests.Components.Parameters;

/// <summary>A data set is looked at before it counts: read, changed, taken in or given up.</summary>
public sealed class DraftViewTests : ComponentTest
{
    private static readonly LearnerId Ada = new("ada");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mnistblazor-web-tests-");

    public DraftViewTests()
    {
        Services.AddLessons(new LessonsOptions { DataDirectory = _folder.FullName });
        AddLearner();
    }

    private DatasetDrafts Drafts => Services.GetRequiredService<DatasetDrafts>();

    [Fact]
    public async Task What_was_read_is_shown_by_class_as_the_network_will_see_it()
    {
        var view = await ReadAsync(Pictures.Zip(classes: 3, images: 10));

        var preview = view.Find("[data-preview]");
        Assert.Equal(
            ("3", "30", "0"),
            (preview.GetAttribute("data-classes"), preview.GetAttribute("data-images"), preview.GetAttribute("data-blank")));
        Assert.Equal(["class000", "class001", "class002"], view.FindAll("[data-class-name]").Select(name => name.TextContent));
        Assert.All(view.FindAll(".classes li"), one => Assert.Contains("8 to learn from, 2 to test with", one.TextContent));
        Assert.Equal("class000, as the network will see it", view.Find(".strip img").GetAttribute("alt"));
        Assert.Contains(JSInterop.Invocations, call => call.Identifier.Contains("focus", StringComparison.OrdinalIgnoreCase));
        Assert.Empty(Services.GetRequiredService<UploadedDatasets>().List(Ada));
    }

    [Fact]
    public async Task Who_keeps_no_cookie_is_told_and_nothing_is_uploaded()
    {
        AddLearner(hasCookie: false);

        var view = await ReadAsync(Pictures.Zip(classes: 3, images: 10));

        Assert.Contains("Allow cookies", view.Find("[role=alert]").TextContent);
        Assert.Null(Drafts.Find(Ada));
    }

    [Theory]
    [InlineData("[data-choice=drawings]")]
    [InlineData("[data-choice=transpose]")]
    [InlineData("[data-choice=ink] input[value=dark]")]
    [InlineData("[data-choice=ink] input[value=bright]")]
    public async Task Each_choice_changes_the_draft(string choice)
    {
        var view = await ReadAsync(Pictures.Zip(2, 5));

        await view.InvokeAsync(() => view.Find(choice).Change(true));

        view.WaitForAssertion(() => Assert.True(view.Find(choice).HasAttribute("checked")));
        var expected = choice switch
        {
            "[data-choice=drawings]" => new ImportChoices { Drawings = true },
            "[data-choice=transpose]" => new ImportChoices { Transposed = true },
            _ => new ImportChoices { Ink = choice.Contains("dark") ? InkChoice.Dark : InkChoice.Bright },
        };
        view.WaitForAssertion(() => Assert.Equal(expected, Drafts.Find(Ada)!.Choices));
    }

    [Fact]
    public async Task The_strip_shows_what_a_choice_does_to_the_images()
    {
        var view = await ReadAsync(Pictures.Zip(2, 5));
        var before = Strip(view);

        await view.InvokeAsync(() => view.Find("[data-choice=drawings]").Change(true));

        view.WaitForAssertion(() => Assert.NotEqual(before, Strip(view)));
    }

    [Fact]
    public async Task The_share_for_the_test_moves_images_within_its_bounds_alone()
    {
        var view = await ReadAsync(Pictures.Zip(2, 10));

        await view.InvokeAsync(() => view.Find("[data-choice=test]").Change("90"));
        Assert.Equal(20, Drafts.Find(Ada)!.Choices.TestPercent);

        await view.InvokeAsync(() => view.Find("[data-choice=test]").Change("40"));
        view.WaitForAssertion(() => Assert.Contains("6 to learn from, 4 to test with", view.Find(".classes li").TextContent));
    }

    [Fact]
    public async Task A_choice_and_an_acceptance_in_one_breath_take_the_changed_data_set_in()
    {
        UploadedDataset? added = null;
        var view = await ReadAsync(Pictures.Zip(2, 10), accepted => added = accepted);

        await view.InvokeAsync(() => view.Find("[data-choice=test]").Change("50"));
        await view.InvokeAsync(() => view.Find("[data-action=accept]").Click());

        view.WaitForAssertion(() => Assert.Equal(10, added?.TestCount));
        view.WaitForAssertion(() => Assert.Empty(view.FindAll("[data-preview]")));
        Assert.Contains("bars.zip is taken in", view.Find("[data-draft-said]").TextContent);
        Assert.Null(Drafts.Find(Ada));
    }

    [Fact]
    public async Task What_is_put_back_leaves_nothing()
    {
        var view = await ReadAsync(Pictures.Zip(2, 5));

        await view.InvokeAsync(() => view.Find("[data-action=discard]").Click());

        Assert.Empty(view.FindAll("[data-preview]"));
        Assert.Null(Drafts.Find(Ada));
        Assert.Empty(_folder.GetFiles("*.png", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_refusal_is_said_and_what_was_looked_at_before_stays()
    {
        var view = await ReadAsync(Pictures.Zip(2, 5));

        await view.InvokeAsync(() => view.Instance.ReadAsync([new("notes.zip", 3, _ => new MemoryStream([1, 2, 3]))]));

        Assert.Contains("notes.zip", view.Find("[role=alert][data-upload-error]").TextContent);
        Assert.Contains("bars.zip", view.Find("[data-preview] h3").TextContent);
    }

    [Fact]
    public async Task The_draft_is_there_again_when_the_page_is()
    {
        await Drafts.ReadAsync(Ada, [Pictures.Zip(2, 5)], cancellation: Xunit.TestContext.Current.CancellationToken);
        await Drafts.ChangeAsync(
            Ada, new ImportChoices { Ink = InkChoice.Dark }, cancellation: Xunit.TestContext.Current.CancellationToken);

        var view = Show();

        Assert.Contains("bars.zip", view.Find("[data-preview] h3").TextContent);
        Assert.True(view.Find("[data-choice=ink] input[value=dark]").HasAttribute("checked"));
    }

    [Fact]
    public async Task A_draft_that_was_given_up_elsewhere_goes_and_says_why()
    {
        var view = await ReadAsync(Pictures.Zip(2, 5));
        Drafts.Discard(Ada);

        await view.InvokeAsync(() => view.Find("[data-action=accept]").Click());

        view.WaitForAssertion(() => Assert.Contains("given up", view.Find("[data-upload-error]").TextContent));
        Assert.Empty(view.FindAll("[data-preview]"));
    }

    [Fact]
    public async Task A_long_upload_can_be_cancelled_and_nothing_of_it_is_kept()
    {
        var view = Show();
        var reading = view.InvokeAsync(() => view.Instance.ReadAsync([new("endless.zip", 100, _ => new Endless())]));

        view.WaitForElement("[data-action=cancel-upload]").Click();
        await reading;

        Assert.Contains("cancelled", view.Find("[data-draft-said]").TextContent);
        Assert.Null(Drafts.Find(Ada));
        Assert.Empty(_folder.GetDirectories("*.part", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Of_a_hundred_classes_twenty_are_shown_until_one_asks_for_all()
    {
        var view = await ReadAsync(Pictures.Zip(classes: 100, images: 2));
        Assert.Equal(20, view.FindAll(".classes li").Count);

        await view.InvokeAsync(() => view.Find("[data-action=all-classes]").Click());

        Assert.Equal(100, view.FindAll("[data-class-name]").Count);
        Assert.Empty(view.FindAll("[data-action=all-classes]"));
    }

    private static string? Strip(IRenderedComponent<DraftView> view) => view.Find(".strip img").GetAttribute("src");

    private IRenderedComponent<DraftView> Show(Action<UploadedDataset>? accepted = null) => Render<DraftView>(parameters => parameters
        .Add(view => view.Learner, Ada)
        .Add(view => view.OnAccepted, accepted ?? (_ => { })));

    private async Task<IRenderedComponent<DraftView>> ReadAsync(UploadedFile file, Action<UploadedDataset>? accepted = null)
    {
        var view = Show(accepted);
        await view.InvokeAsync(() => view.Instance.ReadAsync([file]));
        return view;
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (_folder.Exists) _folder.Delete(recursive: true);
    }

    /// <summary>A file that a browser sends more and more slowly: the next byte never comes.</summary>
    private sealed class Endless : MemoryStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return 0;
        }
    }
}
