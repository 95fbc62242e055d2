using Bunit;
using Microsoft.Extensions.DependencyInjection;
using MnistBlazor.Lessons;
using MnistBlazor.Lessons.Datasets;
using MnistBlazor.Lessons.Digits;
using MnistBlazor.Lessons.Notebook;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Web.Components.Outputs;
using MnistBlazor.Web.Models.Drawing;
using MnistBlazor.Web.Models.Notebook;
using MnistBlazor.Web.Tests.Hosting;

namespace MnistBlazor.Web.Tests.Components.Outputs;

public sealed class BatchesOutputViewTests : ComponentTest, IClassFixture<TrainingApp>
{
    private static readonly BatchesOutput Output = new(100, 600, 0, [0, 1, 2]);

    private readonly TrainingApp _app;
    private StoredDigit? _picked;

    public BatchesOutputViewTests(TrainingApp app)
    {
        _app = app;
        Services.AddSingleton(app.Services.GetRequiredService<DatasetLibrary>());
    }

    [Fact]
    public void The_first_batch_is_shown_as_images_and_as_lines_of_pixels()
    {
        var view = RenderView("softmax", Output);

        view.WaitForAssertion(
            () => Assert.StartsWith("data:image/png", view.Find(".line img").GetAttribute("src")), TimeSpan.FromMinutes(1));
        Assert.Contains("600 batches of 100 images", view.Find(".lead").TextContent);
        Assert.Equal("Image of a 5", view.Find(".digits img").GetAttribute("alt"));
    }

    [Fact]
    public void A_network_of_images_has_no_lines_and_shows_what_augmentation_does()
    {
        var view = RenderView("cnn", Output with { Augmented = [new byte[784], new byte[784]] });

        Assert.Empty(view.FindAll(".reshape"));
        Assert.Equal(2, view.FindAll(".augmented img").Count);
    }

    [Fact]
    public void A_digit_of_the_batch_goes_to_the_pad_when_it_is_clicked()
    {
        RenderView("softmax", Output).Find(".digits button:nth-of-type(2)").Click();

        Assert.Equal(new StoredDigit("mnist", "train", 1), _picked);
    }

    private IRenderedComponent<BatchesOutputView> RenderView(string lessonId, BatchesOutput output)
    {
        var ada = new LearnerId("ada");
        var session = _app.Services.GetRequiredService<SessionRegistry>().Open(ada, lessonId);
        return Render<BatchesOutputView>(parameters => parameters
            .AddCascadingValue(new LessonContext(LessonCatalog.Find(lessonId)!, session, ada))
            .AddCascadingValue<PickDigit>(Pick)
            .Add(view => view.Value, output));
    }

    private Task Pick(StoredDigit digit)
    {
        _picked = digit;
        return Task.CompletedTask;
    }
}
