using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MnistBlazor.Lessons;
using MnistBlazor.Lessons.Datasets;
using MnistBlazor.Lessons.Digits;
using MnistBlazor.Lessons.Predictions;
using MnistBlazor.ML.Evaluation;
using MnistBlazor.Runs;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Signals;
using MnistBlazor.Web.Components.Inside;
using MnistBlazor.Web.Components.Outputs;
using MnistBlazor.Web.Models.Drawing;
using MnistBlazor.Web.Models.Notebook;
using MnistBlazor.Web.Models.Outputs;
using MnistBlazor.Web.Tests.Hosting;

namespace MnistBlazor.Web.Tests.Components.Inside;

/// <summary>What is asked of a network that has been trained: the map of its last layer, changes to it, labels that it doubts.</summary>
public sealed class TrainedNetworkTests : ComponentTest, IClassFixture<TrainingApp>
{
    private const int Patience = 180_000;

    private readonly TrainingApp _app;
    private readonly LearnerId _learner = new(Guid.NewGuid().ToString("n"));
    private readonly PadContent _pad = new();
    private StoredDigit? _picked;

    public TrainedNetworkTests(TrainingApp app)
    {
        _app = app;
        Services.AddSingleton(_pad);
        Share<InspectionService>();
        Share<TestSurveys>();
        Share<DatasetLibrary>();
        Share<RunService>();
        Share<RunListing>();
        Share<PredictionService>();
    }

    private static TimeSpan Long => TimeSpan.FromSeconds(60);

    private RunService Runs => _app.Services.GetRequiredService<RunService>();

    [Fact(Timeout = Patience)]
    public async Task The_last_layer_is_a_picture_and_a_table_and_its_points_go_to_the_pad()
    {
        var run = await TrainedAsync("softmax");
        var view = Render<EmbeddingPanel>(parameters => parameters
            .AddCascadingValue(Context()).AddCascadingValue<PickDigit>(Pick).Add(view => view.Run, run));
        Assert.Equal("closed", view.Find("[data-embedding]").GetAttribute("data-embedding"));

        view.Find("[data-action=embedding]").Click();
        view.WaitForElement("[data-embedding=shown]", Long);

        Assert.Equal(10, view.FindAll("[data-neighbours] tbody tr").Count);
        Assert.Matches(@"hold [1-9]\d\.\d% of the variance", view.Find("[data-value=embedding-said]").TextContent);
        await view.InvokeAsync(() => view.Instance.Pick(1999));
        Assert.Equal(new StoredDigit("mnist", "test", 9995), _picked);
        await view.InvokeAsync(() => view.Instance.Pick(2000));
        await view.InvokeAsync(() => view.Instance.Pick(-1));
        Assert.Equal(9995, _picked!.Index);

        var before = view.Find("[data-class='3'] td:last-child").TextContent;
        await view.InvokeAsync(() => view.Instance.LaidOut([.. Enumerable.Repeat<double?>(0.5, 10)]));
        Assert.Equal(before, view.Find("[data-class='3'] td:last-child").TextContent);
        view.Find("[data-action=umap]").Click();
        await view.InvokeAsync(() => view.Instance.LaidOut([0.5]));
        await view.InvokeAsync(() => view.Instance.LaidOut([.. Enumerable.Repeat<double?>(1.5, 10)]));
        Assert.NotEmpty(view.FindAll("[data-action=umap-cancel]"));
        await view.InvokeAsync(() => view.Instance.LaidOut([null, .. Enumerable.Repeat<double?>(0.5, 9)]));
        Assert.Empty(view.FindAll("[data-action=umap-cancel]"));
        Assert.Equal("50%", view.Find("[data-class='3'] td:last-child").TextContent);
        Assert.Equal("–", view.Find("[data-class='0'] td:last-child").TextContent);
    }

    [Fact(Timeout = Patience)]
    public async Task A_weight_is_changed_for_one_reading_and_put_back_and_a_pixel_taken_away()
    {
        var run = await TrainedAsync("softmax");
        var (inspections, image) = (_app.Services.GetRequiredService<InspectionService>(), await ImageAsync(0));
        var inside = (await inspections.InspectAsync(_learner, run, image))!;
        var view = Render<WeightLab>(parameters => parameters
            .AddCascadingValue(Context()).Add(view => view.Value, inside).Add(view => view.Run, run));
        Assert.Equal("Nothing is changed yet.", view.Find("[data-value=changed-answer]").TextContent);

        // Test image 0 is a 7: ink that speaks against it enough makes it something else.
        view.Find("[data-field=weight]").Input("-100");
        view.WaitForAssertion(
            () => Assert.Matches("Changes: 1. The answer is [^7]", view.Find("[data-value=changed-answer]").TextContent), Long);
        foreach (var wrong in (string[])["x", "", "1e9"]) view.Find("[data-field=weight]").Input(wrong);
        view.Find("[data-field=unit]").Input("785");
        view.Find("[data-field=class]").Change("10");
        Assert.Equal("1", view.Find("[data-weight-lab]").GetAttribute("data-weight-lab"));
        view.Find("[data-action=put-back]").Click();
        view.WaitForAssertion(
            () => Assert.Equal("Nothing is changed yet.", view.Find("[data-value=changed-answer]").TextContent), Long);
        Assert.Equal(inside.Seen.Probabilities, (await inspections.InspectAsync(_learner, run, image))!.Seen.Probabilities);

        var ablation = Render<AblationView>(parameters => parameters
            .AddCascadingValue(Context()).Add(view => view.Run, run).Add(view => view.ClassNames, inside.ClassNames)
            .Add(view => view.Answer, 7).Add(view => view.HasHidden, false));
        ablation.Find("[data-action=ablate]").Click();
        ablation.WaitForElement("[data-ablation=shown]", Long);
        Assert.StartsWith("What matters most for 7 is the pixel in row", ablation.Find("[data-value=matters-most]").TextContent);
        var most = ablation.Find("[data-class='7'] [data-most]").GetAttribute("data-most");
        Assert.Equal(most, ablation.Find("[data-field=ablated]").GetAttribute("value"));
        // The first pixel is paper in every image: nothing is lost without it.
        ablation.Find("[data-field=ablated]").Input("1");
        ablation.WaitForAssertion(
            () => Assert.All(ablation.FindAll("tbody tr"), row => Assert.Equal(row.Children[1].TextContent, row.Children[2].TextContent)),
            Long);
        ablation.Find("[data-class='7'] [data-most]").Click();
        ablation.WaitForAssertion(() => Assert.Equal(most, ablation.Find("[data-field=ablated]").GetAttribute("value")), Long);
    }

    [Fact(Timeout = Patience)]
    public async Task Labels_are_doubted_by_networks_of_two_lessons_and_a_mistake_is_looked_into()
    {
        var run = await TrainedAsync("softmax");
        var view = Render<DoubtedImages>(parameters => parameters
            .AddCascadingValue(Context()).Add(view => view.Run, run).Add(view => view.Data, DatasetLabels.Mnist));
        ShiftsBeside? beside = null;
        var shifts = Render<ShiftBeside>(parameters => parameters
            .AddCascadingValue(Context()).Add(view => view.Run, run).Add(view => view.Count, 500).Add(view => view.Dataset, "mnist")
            .Add(view => view.OnMaps, EventCallback.Factory.Create<ShiftsBeside?>(this, maps => beside = maps)));
        Assert.Empty(shifts.FindAll("[data-action=beside]"));
        view.Find("[data-action=doubts]").Click();
        Assert.StartsWith("That takes networks of at least two lessons", view.Find("[role=status]").TextContent);

        await TrainedAsync("mlp");
        view.Find("[data-action=doubts]").Click();
        view.WaitForElement("[data-doubts=shown]", Long);
        view.Find("[data-field=sure]").Input("0");
        view.WaitForAssertion(() => Assert.Equal(30, view.FindAll("[data-doubted]").Count), Long);
        var known = int.Parse(view.Find("[data-known]").GetAttribute("data-known")!);
        Assert.InRange(known, 1, KnownLabelErrors.Mnist.Count);
        view.Find("[data-field=sure]").Input("99");
        view.WaitForAssertion(() => Assert.InRange(view.FindAll("[data-doubted]").Count, 0, 29), Long);

        // The other network is there to be chosen, and its map can be called off.
        shifts.WaitForElement("[data-action=beside]", Long).Click();
        shifts.WaitForElement("[data-action=beside-cancel]", Long).Click();
        shifts.WaitForAssertion(() => Assert.StartsWith("Cancelled.", shifts.Find("[role=status]").TextContent), Long);
        Assert.Null(beside);
        shifts.Find("[data-action=beside]").Click();
        shifts.WaitForElement("[data-beside=shown]", Long);
        Assert.Equal((500, 20), (beside!.Maps.Count, beside.Maps.Examples));
        Assert.StartsWith("Lesson 2", beside.Other);
        Assert.True(beside.Maps.Within(0) > beside.Maps.Within(8) + 0.3);

        var images = Render<TestedImages>(parameters => parameters
            .AddCascadingValue(Context()).Add(images => images.Images, [new TestedImage(247, 4, 6, 0.9f)])
            .Add(images => images.Data, DatasetLabels.Mnist).Add(images => images.Run, run));
        images.Find("[data-action=why]").Click();
        images.WaitForElement("[data-why='247'] [data-inside=shown]", Long);
        images.WaitForAssertion(() => Assert.Equal(2, images.FindAll("[data-model-answers] tbody tr").Count), Long);
    }

    private async Task<RunId> TrainedAsync(string lesson)
    {
        var digits = LessonCatalog.FindDigits(lesson)!;
        var run = await Runs.StartAsync(_learner, lesson, digits.Options(digits.Defaults) with { Epochs = 1 });
        using var subscription = new Subscription(TimeSpan.Zero);
        using var _ = Runs.Subscribe(run.Id, subscription);
        while (!Runs.Find(_learner, run.Id)!.Ended) await subscription.NextAsync(Xunit.TestContext.Current.CancellationToken);
        return run.Id;
    }

    private async Task<byte[]> ImageAsync(int index) =>
        (await _app.Services.GetRequiredService<DatasetLibrary>().LoadAsync(_learner, "mnist")).Test.Pixels(index).ToArray();

    private LessonContext Context() => new(LessonCatalog.FindDigits("softmax")!, Session: null!, _learner);

    private void Share<T>() where T : class => Services.AddSingleton(_app.Services.GetRequiredService<T>());

    private Task Pick(StoredDigit digit)
    {
        _picked = digit;
        return Task.CompletedTask;
    }
}
