using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MnistBlazor.Browser.Tests;

/// <summary>The first lesson as a learner goes through it: one click, a curve, a digit of one's own.</summary>
public sealed class Lesson1Tests(AppFixture fixture) : BrowserTest(fixture)
{
    /// <summary>Pixels of the rail that are seen only by scrolling in it, or that lie below the window.</summary>
    private const string HiddenInRail = """
        (() => {
          const rail = document.querySelector('.frame-rail');
          return rail.scrollHeight - rail.clientHeight + Math.max(0, rail.querySelector('.bars').getBoundingClientRect().bottom - innerHeight);
        })()
        """;

    [Theory]
    [InlineData("en", false, ColorScheme.Light)]
    [InlineData("ko", true, ColorScheme.Dark)]
    public async Task Run_all_trains_the_articles_network_and_it_reads_what_is_drawn(string language, bool phone, ColorScheme colors)
    {
        var visitor = await VisitAsync(language, phone ? Sizes.Phone : Sizes.Desktop, colors);
        var lesson = await LessonPage.OpenAsync(visitor);
        await Expect(lesson.Page.Locator("html")).ToHaveAttributeAsync("lang", language);

        if (!phone) await lesson.Page.SetViewportSizeAsync(1280, 720);
        var place = await lesson.Pad.PlaceAsync();

        await lesson.RunAllAsync();
        await lesson.ExpectEpochAsync(1);
        if (!phone) Assert.Equal(place, await lesson.Pad.PlaceAsync());
        await lesson.ExpectAllDoneAsync();
        if (!phone) Assert.Equal(place, await lesson.Pad.PlaceAsync());

        await lesson.ExpectEpochsOnChartAsync(15);
        await lesson.EpochLossesAsync(15);
        Assert.Equal(7850, await lesson.FigureAsync("parameter-count"));
        Assert.InRange(await lesson.FigureAsync("test-accuracy"), 0.90, 0.91);
        Assert.InRange(await lesson.FigureAsync("train-loss"), 0.350, 0.360);

        var (evaluation, shifts) = (lesson.Cell("evaluation"), lesson.Cell("shifts"));
        await evaluation.Locator("[data-confusion='4,9']").ClickAsync();
        await Expect(evaluation.Locator("[data-confusion-images='4,9'] [data-tested-image]").First).ToBeVisibleAsync();
        await evaluation.Locator("[data-confusion-in=percent]").ClickAsync();
        await Expect(evaluation.Locator("[data-confusion='0,0']")).ToHaveAttributeAsync("title", new Regex(@", 9[0-9](\.[0-9])? %$"));
        await Expect(evaluation.Locator("[data-interval]")).ToContainTextAsync(new Regex("9[01][.]"));
        await Expect(evaluation.Locator("tr[data-class] [data-recall]")).ToHaveCountAsync(10);
        Assert.InRange(await lesson.FigureAsync("calibration-error"), 0.01, 0.2);
        var wrong = evaluation.Locator("[data-tested-image]").Last;
        await wrong.HoverAsync();
        var misread = await wrong.GetAttributeAsync("data-tested-image");
        await Expect(evaluation.Locator($"[data-probabilities='{misread}'] li")).ToHaveCountAsync(10);
        Assert.InRange(await lesson.FigureAsync("shift-accuracy-4"), 0.2, 0.5);
        await shifts.Locator("[data-shift='0,0']").PressAsync("ArrowRight");
        await shifts.Locator("[data-shift='1,0']").PressAsync("Enter");
        await Expect(shifts.Locator("[data-shift-examples='1,0'] [data-read]")).ToHaveCountAsync(20);

        await lesson.Pad.DrawAsync(Pad.One);
        await lesson.Pad.ExpectPredictionAsync("1");
        if (!phone) Assert.Equal(0, await lesson.Page.EvaluateAsync<double>(HiddenInRail));
        await lesson.Pad.ClearAsync();
        await lesson.Pad.ExpectPredictionAsync("");
        await lesson.Pad.DrawAsync(Pad.Zero);
        await lesson.Pad.ExpectPredictionAsync("0");
        await KeepAsync(lesson);

        // Whoever opens all of it can still use it.
        foreach (var panel in new[] { "inside", "hands", "embedding", "time" })
        {
            await lesson.Page.Locator($"[data-action={panel}]").ClickAsync();
            await Expect(lesson.Page.Locator($"[data-{panel}=shown], [data-{panel}] [data-lines]").First).ToBeAttachedAsync();
        }
        await Appearance.ExpectAccessibleAsync(lesson.Page);
        await Appearance.ExpectNothingSticksOutAsync(lesson.Page);
    }

    /// <summary>What was drawn is said to be something else, and a picture of a digit takes its place: both go into the test set.</summary>
    private static async Task KeepAsync(LessonPage lesson)
    {
        var (page, own) = (lesson.Page, lesson.Cell("draw").Locator("[data-value=own-tests]"));
        var picture = await page.Locator("figure.seen img").GetAttributeAsync("src") ?? "";
        await page.Locator("[data-part=correction] summary").ClickAsync();
        await page.Locator("[data-keep-as='7']").ClickAsync();
        await Expect(own).ToHaveAttributeAsync("data-count", "1");
        await Expect(page.Locator("[data-own-score]")).ToHaveTextAsync(new Regex("^(0 of 1|1개 중 0개)$"));

        await lesson.Pad.ClearAsync();
        await lesson.Pad.ExpectPredictionAsync("");
        var file = Convert.FromBase64String(picture[(picture.IndexOf(',') + 1)..]);
        await page.Locator("[data-field=picture]").SetInputFilesAsync(
            new FilePayload { Name = "zero.png", MimeType = "image/png", Buffer = file });
        await lesson.Pad.ExpectPredictionAsync("0");
        // Where not a pixel is another, it is the same drawing, and not kept twice.
        await page.Locator("[data-keep-as='0']").ClickAsync();
        await Expect(page.Locator("[data-own-score]")).ToHaveTextAsync(new Regex("^(1 of [12]|[12]개 중 1개)$"));
    }

    /// <summary>Ten drawings are kept, and a network learns from half of them, in a run of its own.</summary>
    private static async Task TeachAsync(LessonPage lesson)
    {
        var (page, hand) = (lesson.Page, lesson.Cell("draw").Locator("[data-part=hand]"));
        await page.Locator("[data-part=correction] summary").ClickAsync();
        for (var kept = 1; kept <= 10; kept++)
        {
            await lesson.Pad.ClearAsync();
            await Expect(page.Locator("[data-keep-as='1']")).ToBeDisabledAsync();
            await lesson.Pad.DrawAsync([.. Pad.One.Select(point => (point.X + 0.06 * kept * (point.Y - 0.5), point.Y))]);
            await page.Locator("[data-keep-as='1']").ClickAsync();
            await Expect(lesson.Cell("draw").Locator("[data-value=own-tests]")).ToHaveAttributeAsync("data-count", $"{kept}");
        }
        await hand.Locator("[data-action=learn-hand]").ClickAsync();
        var taught = hand.Locator("[data-taught=mixed]");
        await Expect(taught).ToHaveAttributeAsync("data-status", "completed");
        await Expect(taught.Locator("[data-hand-rest]")).ToContainTextAsync("of 5");
        await Expect(taught.Locator("[data-hand-dataset]")).ToContainTextAsync("%");
    }

    [Fact]
    public async Task A_stopped_run_keeps_its_weights_to_be_evaluated_and_drawn_on()
    {
        var lesson = await LessonPage.OpenAsync(await VisitAsync(), "lessons/softmax?epochs=100&batch-size=20");
        await lesson.RunAsync("training");
        await lesson.ExpectEpochAsync(2);

        // Test images as the network has them move while it learns.
        var map = lesson.Cell("training").Locator("[data-embedding]");
        await map.Locator("[data-action=embedding]").ClickAsync();
        await Expect(map).ToHaveAttributeAsync("data-embedding", "shown");
        var said = await map.Locator("[data-value=embedding-said]").InnerTextAsync();
        await Expect(map.Locator("[data-value=embedding-said]")).Not.ToHaveTextAsync(said);
        await map.Locator("[data-action=embedding]").ClickAsync();

        // Looked back at while it trains: what is chosen stays while moments are added.
        await lesson.Pad.DrawAsync(Pad.One);
        await lesson.Time.Locator("[data-action=time]").ClickAsync();
        var slider = lesson.Time.Locator("[data-checkpoint]");
        await slider.PressAsync("Home");
        await Expect(lesson.Time.Locator("[data-lines]")).ToHaveAttributeAsync("data-lines", new Regex("^(2[5-9]|[3-9][0-9])$"));
        await Expect(slider).ToHaveAttributeAsync("data-checkpoint", "0");

        await lesson.Cell("training").Locator("[data-action=stop]").ClickAsync();
        await lesson.ExpectStatusAsync("training", "done");
        await lesson.RunAsync("draw");
        await lesson.ExpectStatusAsync("draw", "done");
        await lesson.RunAsync("evaluation");
        await lesson.ExpectStatusAsync("evaluation", "done");

        // The machine decides how many epochs it has trained until then; this network never reads more than 0.93.
        Assert.InRange(await lesson.FigureAsync("test-accuracy"), 0.80, 0.93);
        Assert.InRange((await lesson.EpochLossesAsync()).Count, 2, 99);
        await lesson.Pad.ExpectPredictionAsync("1");
        await Expect(lesson.Time.Locator("[data-tested]")).ToHaveAttributeAsync("data-tested", "0");
        await Expect(slider).ToHaveAttributeAsync("data-checkpoint", "0");
        var (first, weights) = (await SeenAsync(), lesson.Time.Locator("[data-part=time-weights] img").First);
        var untrained = await weights.GetAttributeAsync("src");
        var play = lesson.Time.Locator("[data-action=play]");
        await play.ClickAsync();
        await Expect(slider).Not.ToHaveAttributeAsync("data-checkpoint", "0");
        await Expect(play).ToHaveTextAsync("Pause");
        await slider.PressAsync("End"); // who takes hold of it stops the play
        await Expect(play).ToHaveTextAsync("Play");
        await Expect(lesson.Time.Locator("[data-tested]"))
            .ToHaveAttributeAsync("data-tested", (await slider.GetAttributeAsync("data-checkpoint"))!);
        await Expect(weights).Not.ToHaveAttributeAsync("src", untrained!);
        await Expect(lesson.Time.Locator("[data-part=time-bars] .marked .name")).ToHaveTextAsync("1");
        await Expect(lesson.Time.Locator("[data-value=learnt]")).ToContainTextAsync("read");
        Assert.All((await SeenAsync()).Zip(first), pair => Assert.NotEqual(pair.Second, pair.First));
        await lesson.LookInsideAsync();
        await Expect(lesson.Inside.Locator("img.weights")).ToHaveCountAsync(3);

        // Hands that MNIST does not know.
        var hands = lesson.Cell("draw").Locator("[data-hands]");
        await hands.Locator("[data-action=hands]").ClickAsync();
        await Expect(hands).ToHaveAttributeAsync("data-hands", "shown");
        var accuracy = await hands.Locator("[data-value=hands-accuracy]").InnerTextAsync();
        Assert.InRange(double.Parse(accuracy, CultureInfo.InvariantCulture), 60, 90);
        var traced = await hands.Locator("[data-value=traced-accuracy]").InnerTextAsync();
        Assert.InRange(double.Parse(traced, CultureInfo.InvariantCulture), 70, 95);
        Assert.NotEqual(0, await hands.Locator("li.wrong").CountAsync());
        await TeachAsync(lesson);

        // The bars, the confusion matrix, the accuracy and where the line through the probabilities stands.
        async Task<string?[]> SeenAsync() =>
        [
            await lesson.Time.Locator("[data-part=time-bars] ol").TextContentAsync(),
            await lesson.Time.Locator("[data-part=time-test] tbody").TextContentAsync(),
            await lesson.Time.Locator("[data-value=time-accuracy]").TextContentAsync(),
            await lesson.Time.Locator("[data-at]").GetAttributeAsync("data-at"),
        ];
    }

    [Fact]
    public async Task A_changed_learning_rate_makes_what_follows_from_it_stale_and_says_why()
    {
        var visitor = await VisitAsync();
        // In no time on any machine: what takes longer does not follow a slider.
        var lesson = await LessonPage.OpenAsync(visitor, "lessons/softmax?epochs=2&batch-size=100&dataset=few");
        await lesson.Page.GetByLabel("Your guess").FillAsync("50");
        await lesson.Page.GetByLabel("Your guess").BlurAsync();
        await lesson.RunAllAsync();
        await lesson.ExpectAllDoneAsync();
        await Expect(lesson.Cell("training").Locator("[data-guess-difference]")).ToContainTextAsync("points better than you thought");

        await lesson.SetAsync("learning-rate", "0.5");

        foreach (var cell in new[] { "training", "evaluation", "shifts", "draw" })
        {
            await lesson.ExpectValidityAsync(cell, "stale");
            await Expect(lesson.Cell(cell)).ToContainTextAsync(new Regex("earning rate.* 0\\.1 .*0\\.5"));
        }
        foreach (var cell in new[] { "setup", "data", "batches", "model", "loss" }) await lesson.ExpectValidityAsync(cell, "evaluated");
        await lesson.Page.Locator("[data-action=undo-parameters]").ClickAsync();
        await lesson.ExpectValidityAsync("training", "evaluated");

        // By its slider, the network follows at once.
        await lesson.Cell("training").GetByRole(AriaRole.Slider, new() { Name = "Learning rate" }).PressAsync("ArrowRight");
        await Expect(lesson.Parameter("learning-rate")).ToHaveValueAsync("0.2");
        await lesson.ExpectAllDoneAsync();

        // The map of the network before stands beside the new one's.
        var shifts = lesson.Cell("shifts");
        await shifts.Locator("[data-action=beside]").ClickAsync();
        await Expect(shifts.Locator("[data-shift-beside]")).ToHaveCountAsync(289);
        await shifts.Locator("[data-shift-beside='3,0']").ClickAsync();
        await Expect(shifts.Locator("[data-shift-examples='3,0'] [data-read-beside]")).ToHaveCountAsync(20);

        // Both networks read one drawing, and what is done to it can be left out.
        await lesson.Pad.DrawAsync(Pad.Zero);
        await Expect(lesson.Page.Locator("[data-model] [data-value=prediction]")).ToHaveTextAsync(["0", "0"]);
        await lesson.Page.Locator("[data-part=preparation] summary").ClickAsync();
        await Expect(lesson.Page.Locator("[data-stage] image")).ToHaveCountAsync(4);
        await lesson.Page.Locator("[data-step=scale]").UncheckAsync();
        await Expect(lesson.Page.Locator("[data-stage] image")).ToHaveCountAsync(2);
        await lesson.Page.Locator("[data-step=scale]").CheckAsync();
        var raw = lesson.Page.Locator("[data-stage] image").First;
        var thick = await raw.GetAttributeAsync("href");
        await lesson.Page.Locator("[data-field=pen]").PressAsync("Home");
        await Expect(raw).Not.ToHaveAttributeAsync("href", thick!);
        await lesson.Page.Locator("[data-field=pen]").PressAsync("End");
        await lesson.Pad.ClearAsync();
        await Expect(lesson.Page.Locator("[data-model] [data-value=prediction]")).ToHaveTextAsync(["", ""]);

        // A fault is planted; who says which it is reads what gave it away.
        var hunt = await LessonPage.OpenAsync(visitor, "lessons/softmax?epochs=1&fault=hunt");
        await hunt.RunAsync("training");
        var lab = hunt.Cell("training").Locator("[data-fault]");
        await Expect(lab).ToHaveAttributeAsync("data-fault", "hunt");
        await lab.Locator("input[value=labels-shuffled]").CheckAsync();
        await lab.Locator("[data-action=fault-answer]").ClickAsync();
        await Expect(lab).ToHaveAttributeAsync("data-guessed", "labels-shuffled");
        await Expect(lab).Not.ToHaveAttributeAsync("data-fault", "hunt");
        await Expect(lab.Locator("[data-fault-shows]")).ToContainTextAsync("How it shows");
        await Expect(lab.Locator("pre")).ToContainTextAsync("loss.backward();");
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_curve_and_another_seed_another()
    {
        var lesson = await LessonPage.OpenAsync(await VisitAsync(), "lessons/softmax?epochs=2&seed=5");
        var first = await CurveAsync();
        await lesson.Page.Locator("[data-action=restart]").ClickAsync();
        await lesson.ExpectStatusAsync("training", "ready");
        var again = await CurveAsync();
        await lesson.SetAsync("seed", "6");
        await lesson.ExpectValidityAsync("training", "stale");
        var another = await CurveAsync();

        Assert.Equal(first, again);
        Assert.NotEqual(first, another);

        // What a tenfold rate does is guessed first, then seen.
        var guess = lesson.Page.Locator("[data-guess]").First;
        await guess.Locator("input[type=radio]").First.CheckAsync();
        await guess.Locator("[data-action=guess-set]").ClickAsync();
        await lesson.ExpectValidityAsync("training", "stale");
        await lesson.RunAllAsync();
        await lesson.ExpectAllDoneAsync();
        await Expect(guess.Locator(".answer")).ToBeVisibleAsync();

        async Task<IReadOnlyList<string>> CurveAsync()
        {
            await lesson.RunAllAsync();
            await lesson.ExpectAllDoneAsync();
            await lesson.ExpectEpochsOnChartAsync(2);
            return await lesson.EpochLossesAsync(2);
        }
    }

    [Fact]
    public async Task A_value_out_of_bounds_says_so_beside_its_field_and_starts_nothing()
    {
        var lesson = await LessonPage.OpenAsync(await VisitAsync());
        foreach (var (parameter, text) in new[] { ("learning-rate", "-1"), ("epochs", "2.5"), ("seed", "") })
        {
            await lesson.SetAsync(parameter, text);

            await Expect(lesson.Parameter(parameter)).ToHaveAttributeAsync("aria-invalid", "true");
            await Expect(lesson.Parameter(parameter)).ToHaveAttributeAsync("aria-describedby", new Regex("."));
            var described = await lesson.Parameter(parameter).GetAttributeAsync("aria-describedby");
            await Expect(lesson.Page.Locator($"[id='{described}']")).ToBeVisibleAsync();
            await Expect(lesson.Page.Locator($"[id='{described}']")).Not.ToBeEmptyAsync();
            await Expect(lesson.Page.Locator("[data-action=run-all]")).ToBeDisabledAsync();
            await Expect(lesson.Cell("training").Locator("[data-action=run]")).ToBeDisabledAsync();
            await lesson.ExpectStatusAsync("training", "ready");
            await lesson.ExpectValidityAsync("training", "fresh");

            await lesson.Page.Locator("[data-action=undo-parameters]").ClickAsync();
            await Expect(lesson.Parameter(parameter)).ToHaveAttributeAsync("aria-invalid", "false");
            await Expect(lesson.Page.Locator("[data-action=run-all]")).ToBeEnabledAsync();
        }
    }
}
