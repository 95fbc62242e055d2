using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MnistBlazor.Browser.Tests;

/// <summary>The page of runs as a learner uses it: find, name, star, delete and bring back, while a run trains.</summary>
public sealed class RunsTests(AppFixture fixture) : BrowserTest(fixture)
{
    private const string Rows = "tr[data-run]";

    [Fact]
    public async Task Runs_are_found_named_starred_taken_home_deleted_brought_back_and_compared_on_every_window()
    {
        var visitor = await VisitAsync();
        await TrainAsync(visitor, "epochs=2", "epochs=2&learning-rate=0.5");
        var page = await OpenRunsAsync(visitor, 2);
        await FindAsync(page);
        await NameAndStarAsync(page);
        await DownloadAsync(page);
        await DeleteAndUndoAsync(page);
        var ids = await page.Locator(Rows).EvaluateAllAsync<string[]>("rows => rows.map(row => row.dataset.run)");
        await CompareAsync(page);
        await page.CloseAsync();

        await ExpectUsableAsync(visitor, ids);
        var phone = await VisitAsync("ko", Sizes.Phone, ColorScheme.Dark); // the same learner's
        var learner = (await visitor.Context.CookiesAsync()).Single(cookie => cookie.Name == "learner");
        await phone.Context.AddCookiesAsync([new() { Name = learner.Name, Value = learner.Value, Url = App.Address.ToString() }]);
        await ExpectUsableAsync(phone, ids);
    }

    /// <summary>A search and a choice narrow the table until they are cleared.</summary>
    private static async Task FindAsync(IPage page)
    {
        await page.Locator("[data-filter=search]").FillAsync("learning rate 0.5");
        await Expect(page.Locator(Rows)).ToHaveCountAsync(1);
        await Expect(page.Locator(Rows)).ToContainTextAsync("rate 0.5");
        await page.Locator("[data-filter=state]").ChooseAsync("failed");
        await Expect(page.Locator(Rows)).ToHaveCountAsync(0);

        await page.Locator("[data-filter=clear]").ClickAsync();
        await Expect(page.Locator(Rows)).ToHaveCountAsync(2);
        await Expect(page.Locator("[data-filter=search]")).ToHaveValueAsync("");
        await page.Locator("[data-sort=accuracy]").ClickAsync();
        await Expect(page.Locator("th[aria-sort=descending]")).ToContainTextAsync("Accuracy");
        await Expect(page.Locator(Rows).First).ToContainTextAsync("rate 0.5"); // which learns more in two epochs
    }

    /// <summary>A name, a note and a star are there after a reload.</summary>
    private static async Task NameAndStarAsync(IPage page)
    {
        var row = page.Locator($"tr[data-run='{await page.Locator(Rows).First.GetAttributeAsync("data-run")}']");
        await row.Locator("[data-run-action=open]").ClickAsync();
        await page.Locator("[data-run-field=name]").FillAsync("My third one");
        await page.Locator("[data-run-field=note]").FillAsync("With a large rate.");
        await page.Locator("[data-run-action=save]").ClickAsync();
        await Expect(row.Locator(".called")).ToHaveTextAsync("My third one");
        await row.Locator("[data-run-action=star]").ClickAsync();
        await Expect(row.Locator("[data-run-action=star]")).ToHaveAttributeAsync("aria-pressed", "true");

        await page.ReloadAsync();
        await Expect(row.Locator(".called")).ToHaveTextAsync("My third one");
        await Expect(row).ToContainTextAsync("With a large rate.");
        await Expect(page.Locator("[data-run-action=star][aria-pressed=true]")).ToHaveCountAsync(1);
        await Expect(page.Locator("fieldset.controls:not([disabled])")).ToBeAttachedAsync();
    }

    private static async Task DownloadAsync(IPage page)
    {
        var download = await page.RunAndWaitForDownloadAsync(() => page.Locator("[data-export=csv]").ClickAsync());

        Assert.Equal("runs.csv", download.SuggestedFilename);
        var lines = await File.ReadAllLinesAsync((await download.PathAsync())!, TestContext.Current.CancellationToken);
        Assert.Equal(3, lines.Length);
        Assert.StartsWith("id,name,note,lesson,status", lines[0]);
        Assert.All(lines[1..], line => Assert.Contains(",softmax,completed,", line));
        Assert.Single(lines, line => line.Contains(",My third one,With a large rate.,", StringComparison.Ordinal));
    }

    /// <summary>Deleted runs come back by undo, and the keyboard is where undo is.</summary>
    private static async Task DeleteAndUndoAsync(IPage page)
    {
        await ChooseBothAsync(page);
        await page.Locator("[data-chosen-action=delete]").ClickAsync();
        await Expect(page.Locator(Rows)).ToHaveCountAsync(0);
        await Expect(page.Locator("[data-undo]")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.Locator(Rows)).ToHaveCountAsync(2);
        await Expect(page.Locator("[data-undo]")).ToHaveCountAsync(0);
        await page.ReloadAsync();
        await Expect(page.Locator(Rows)).ToHaveCountAsync(2);
        await Expect(page.Locator("fieldset.controls:not([disabled])")).ToBeAttachedAsync();
    }

    /// <summary>Two runs are compared by their curves, their figures and the options that differ.</summary>
    private static async Task CompareAsync(IPage page)
    {
        await ChooseBothAsync(page);
        await page.Locator("[data-chosen-action=compare]").ClickAsync();

        await Expect(page.Locator("[data-compare]")).ToHaveAttributeAsync("data-epochs", "2 2");
        await Expect(page.Locator("tr[data-option]")).ToHaveCountAsync(1);
        await Expect(page.Locator("tr[data-option=learning-rate] td")).ToHaveTextAsync(["0.1", "0.5"]);
        await Expect(page.Locator("tr[data-figures=mean-loss] td").Nth(1)).ToContainTextAsync("best");
        await Expect(page.Locator("tr[data-figures=test] td").Nth(1)).ToContainTextAsync("best");
        await Expect(page.Locator(".best")).ToHaveCountAsync(2);
    }

    /// <summary>The pages about runs are accessible and fit their window.</summary>
    private static async Task ExpectUsableAsync(Visitor visitor, string[] ids)
    {
        var page = await OpenRunsAsync(visitor, 2);
        await ChooseBothAsync(page);
        await page.Locator("[data-run-action=open]").First.ClickAsync();
        await Expect(page.Locator("[data-run-field=note]")).ToBeVisibleAsync();
        await CheckAsync(page);

        await page.GotoAsync($"runs/{ids[0]}/fork");
        await Expect(page.Locator("fieldset.controls:not([disabled]) [data-fork=go]")).ToBeVisibleAsync();
        await CheckAsync(page);

        await page.GotoAsync($"runs/compare?ids={string.Join(',', ids)}");
        await Expect(page.Locator("[data-compare]")).ToHaveAttributeAsync("data-epochs", "2 2");
        await page.Locator("[data-action=part]").ClickAsync();
        await Expect(page.Locator("[data-parting=shown]")).ToBeVisibleAsync();
        await CheckAsync(page);

        static async Task CheckAsync(IPage page)
        {
            await Appearance.ExpectAccessibleAsync(page);
            await Appearance.ExpectNothingSticksOutAsync(page);
        }
    }

    [Fact]
    public async Task A_run_that_trains_is_held_from_its_row_leaves_what_is_typed_alone_and_makes_a_comparison_grow()
    {
        var visitor = await VisitAsync();
        var lesson = await LessonPage.OpenAsync(visitor, "lessons/softmax?epochs=100&batch-size=50");
        await lesson.RunAllAsync();
        await lesson.ExpectEpochAsync(1);
        var page = await OpenRunsAsync(visitor, 1);
        var row = page.Locator(Rows);
        await page.Locator("[data-run-action=pause]").ClickAsync();
        await Expect(row).ToHaveAttributeAsync("data-status", "paused");
        await page.Locator("[data-run-action=resume]").ClickAsync();
        await Expect(row).ToHaveAttributeAsync("data-status", "running");

        await ExpectLeftAloneAsync(page);
        await ExpectComparisonToGrowAsync(visitor, (await row.GetAttributeAsync("data-run"))!);
        await page.Locator("[data-run-action=stop]").ClickAsync();
        await Expect(row).ToHaveAttributeAsync("data-status", "stopped");
        await Expect(page.Locator("[data-run-action=stop]")).ToHaveCountAsync(0);
    }

    /// <summary>Choice, filter, focus and what is being typed.</summary>
    private static async Task ExpectLeftAloneAsync(IPage page)
    {
        await page.Locator("[data-filter=search]").FillAsync("epochs 100");
        await page.Locator("[data-run-action=choose]").CheckAsync();
        await page.Locator("[data-run-action=open]").ClickAsync();
        await page.Locator("[data-run-field=name]").PressSequentiallyAsync("half a na");
        var epochs = page.Locator("[data-run-figure=epoch]");
        var before = await epochs.InnerTextAsync();

        await Expect(epochs).Not.ToHaveTextAsync(before);

        await Expect(page.Locator("[data-run-field=name]")).ToBeFocusedAsync();
        await Expect(page.Locator("[data-run-field=name]")).ToHaveValueAsync("half a na");
        await Expect(page.Locator("[data-run-action=choose]")).ToBeCheckedAsync();
        await Expect(page.Locator("[data-filter=search]")).ToHaveValueAsync("epochs 100");
    }

    private static async Task ExpectComparisonToGrowAsync(Visitor visitor, string id)
    {
        var page = await visitor.OpenAsync("runs/compare?ids=" + id);
        await Expect(page.Locator("[data-compare]")).ToHaveAttributeAsync("data-epochs", new Regex("^[1-9]"));
        var epochs = await page.Locator("[data-compare]").GetAttributeAsync("data-epochs");
        var loss = page.Locator("tr[data-figures=mean-loss] td");
        var before = await loss.InnerTextAsync();

        await Expect(page.Locator("[data-compare]")).Not.ToHaveAttributeAsync("data-epochs", epochs!);
        await Expect(loss).Not.ToHaveTextAsync(before);
    }

    [Fact]
    public async Task A_fork_shares_the_past_of_its_run_and_names_what_it_does_otherwise()
    {
        var visitor = await VisitAsync();
        await TrainAsync(visitor, "epochs=3");
        var page = await OpenRunsAsync(visitor, 1);
        await page.Locator("[data-run-action=open]").ClickAsync();
        await page.Locator("[data-run-action=fork]").ClickAsync();
        await page.Locator("[data-fork=from]").ChooseAsync("the end of epoch 1");
        var rate = page.Locator("input[type=number][data-parameter=learning-rate]");
        await rate.FillAsync("1000");
        await rate.BlurAsync();
        await Expect(page.Locator(".parameters [role=alert]")).ToBeVisibleAsync(); // past the bounds, and said beside the field
        await rate.FillAsync("0.5");
        await rate.BlurAsync();
        await Expect(page.Locator("[data-fork=changes]")).ToContainTextAsync("Learning rate 0.1 → 0.5");
        await page.Locator("[data-fork=go]").ClickAsync();

        await Expect(page.Locator("[data-compare]")).ToHaveAttributeAsync("data-epochs", "3 3");
        await Expect(page.Locator("[data-forked]")).ToContainTextAsync("B goes on from A at the end of epoch 1 with: Learning rate 0.1 → 0.5");
        await page.Locator("tr[data-figures=test] [data-run-action=test]").ClickAsync();
        await Expect(page.Locator("tr[data-figures=test] td").Nth(1)).ToContainTextAsync("%"); // a fork is tested when one wants to know
        var ids = new Uri(page.Url).Query.Split('=')[1].Split(',');
        var (parent, fork) = (await EpochLossesAsync(page, ids[0]), await EpochLossesAsync(page, ids[1]));
        Assert.Equal((3, 3), (parent.Count, fork.Count));
        Assert.Equal(parent[0], fork[0]);
        Assert.True(fork[2] < parent[2], $"The larger steps do not pay: {fork[2]} after {parent[2]}.");

        // The first batch with the other rate is still the same, the next one is not; and the chart says where that is.
        await page.Locator("[data-action=part]").ClickAsync();
        await Expect(page.Locator("[data-value=parted-at]")).ToHaveAttributeAsync("data-step", "62");
        await Expect(page.Locator("[data-value=parting-why]")).ToHaveAttributeAsync("data-why", "step");
        await Expect(page.Locator("[data-parted='61'] [data-cosine=gradient]")).ToHaveTextAsync("1.0000");
        await Expect(page.Locator("[data-compare]")).ToHaveAttributeAsync("data-marked", new Regex("^1\\.03"));

        // From a batch without a checkpoint, with nothing changed: the server trains it again from its seed, number for number.
        await page.GotoAsync($"runs/{ids[0]}/fork");
        await Expect(page.Locator("fieldset.controls:not([disabled]) [data-fork=go]")).ToBeVisibleAsync();
        var batch = page.Locator("input[data-fork=step]");
        await batch.FillAsync("25");
        await batch.BlurAsync();
        await Expect(page.Locator("[data-fork=go]")).ToContainTextAsync("batch 25 of epoch 1");
        await page.Locator("[data-fork=go]").ClickAsync();
        await Expect(page.Locator("[data-compare]")).ToHaveAttributeAsync("data-epochs", "3 3");
        Assert.Equal(parent, await EpochLossesAsync(page, new Uri(page.Url).Query.Split('=')[1].Split(',')[1]));
    }

    private static async Task ChooseBothAsync(IPage page)
    {
        foreach (var box in await page.Locator("[data-run-action=choose]").AllAsync()) await box.CheckAsync();
        await Expect(page.Locator("[data-chosen='2']")).ToBeVisibleAsync();
    }

    /// <summary>The mean losses of a run's epochs, exactly, as its file has them.</summary>
    private static async Task<IReadOnlyList<double>> EpochLossesAsync(IPage page, string id)
    {
        var answer = await page.APIRequest.GetAsync("runs/export.json?ids=" + id);
        return [.. (await answer.JsonAsync())!.Value[0].GetProperty("epochs").EnumerateArray().Select(epoch => epoch.GetProperty("meanLoss").GetDouble())];
    }

    /// <summary>Trains lesson 1 once with each of these settings, to the end.</summary>
    private static async Task TrainAsync(Visitor visitor, params string[] settings)
    {
        foreach (var setting in settings)
        {
            var lesson = await LessonPage.OpenAsync(visitor, "lessons/softmax?" + setting);
            await lesson.RunAllAsync();
            await lesson.ExpectAllDoneAsync();
            await lesson.Page.CloseAsync();
        }
    }

    private static async Task<IPage> OpenRunsAsync(Visitor visitor, int count)
    {
        var page = await visitor.OpenAsync("runs");
        await Expect(page.Locator(Rows)).ToHaveCountAsync(count);
        return page;
    }
}
