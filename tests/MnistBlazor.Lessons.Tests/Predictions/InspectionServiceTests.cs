using MnistBlazor.Lessons.Datasets;
using MnistBlazor.Lessons.Predictions;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Data.Hands;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Tests;
using static MnistBlazor.Runs.Tests.TestServer;

namespace MnistBlazor.Lessons.Tests.Predictions;

public sealed class InspectionServiceTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_learners_network_is_looked_into_and_answers_as_the_pad_does()
    {
        await using var notebook = await LessonsServer.Start(_folder, TorchTraining.Backend());
        var run = await notebook.Runs.StartAsync(Ada, "mlp", TorchTraining.Options(epochs: 8));
        await notebook.UntilLastEvent(run);
        var (service, image) = (notebook.Get<InspectionService>(), Image(0));
        var read = (await notebook.Get<PredictionService>().PredictImageAsync(Ada, run.Id, image))!;

        // Three questions at once: none takes another's place.
        var (inside, nearest, edit) = (
            service.InspectAsync(Ada, run.Id, image), service.NearestAsync(Ada, run.Id, image), service.EditAsync(Ada, run.Id, image));

        var seen = (await inside)!;
        Assert.Equal(image, seen.Image);
        Assert.Equal(read.Class, seen.Seen.Answer);
        Assert.Equal(read.Probabilities.Max(), seen.Seen.Probabilities[read.Class], 1e-5);
        Assert.Equal([32, 784], seen.FirstLayer!.Shape);
        Assert.Equal(5, (await nearest)!.Images.Count);
        Assert.Equal(("mnist", 5000), ((await nearest)!.Dataset, (await nearest)!.Compared));
        Assert.Equal(read.Class, (await edit)!.From);
        var after = (await notebook.Get<PredictionService>().PredictImageAsync(Ada, run.Id, (await edit)!.Image))!;
        Assert.Equal((await edit)!.To, after.Class);
    }

    [Fact]
    public async Task A_learners_network_reads_hands_that_it_does_not_know_and_anothers_is_not_asked()
    {
        await using var notebook = await LessonsServer.Start(_folder, TorchTraining.Backend());
        var run = await notebook.Runs.StartAsync(Ada, "mlp", TorchTraining.Options(epochs: 8));
        await notebook.UntilLastEvent(run);
        var service = notebook.Get<InspectionService>();

        var reading = (await service.ReadHandsAsync(Ada, run.Id))!;

        Assert.Equal(DrawnHands.Styles.Count, reading.Answers.Count);
        Assert.InRange(reading.Correct, 1, DrawnHands.TestCount - 1);
        Assert.InRange(reading.Traced.Count, 1, TracedHands.TestCount);
        Assert.InRange(reading.Traced.Originals, 1, reading.Traced.Count);
        Assert.InRange(reading.Traced.Correct, 1, reading.Traced.Count);
        for (var index = 0; index < 3; index++)
        {
            var pixels = DrawnHands.Styles.Pixels(index).ToArray();
            Assert.Equal((await notebook.Get<PredictionService>().PredictImageAsync(Ada, run.Id, pixels))!.Class, reading.Answers[index]);
        }
        await Assert.ThrowsAsync<RunNotFoundException>(() => service.ReadHandsAsync(Bert, run.Id));
    }

    [Fact]
    public async Task Before_there_are_weights_there_is_nothing_to_see()
    {
        using var go = new Gate();
        await using var notebook = await LessonsServer.Start(_folder, TorchTraining.Backend(_ => go.Wait()));
        var run = await notebook.Runs.StartAsync(Ada, "mlp", TorchTraining.Options(epochs: 1));

        Assert.Null(await notebook.Get<InspectionService>().InspectAsync(Ada, run.Id, Image(0)));
        go.Set();
        await notebook.UntilLastEvent(run);

        Assert.NotNull(await notebook.Get<InspectionService>().InspectAsync(Ada, run.Id, Image(0)));
    }

    [Fact]
    public async Task Anothers_network_is_not_looked_into_and_an_image_has_784_pixels()
    {
        await using var notebook = await LessonsServer.Start(_folder, TorchTraining.Backend());
        var service = notebook.Get<InspectionService>();
        var run = await notebook.Runs.StartAsync(Ada, "mlp", TorchTraining.Options(epochs: 1));
        await notebook.UntilLastEvent(run);

        await Assert.ThrowsAsync<RunNotFoundException>(() => service.InspectAsync(Bert, run.Id, Image(0)));
        await Assert.ThrowsAsync<RunNotFoundException>(() => service.NearestAsync(Bert, run.Id, Image(0)));
        await Assert.ThrowsAsync<RunNotFoundException>(() => service.EditAsync(Bert, run.Id, Image(0)));
        await Assert.ThrowsAsync<ArgumentException>(() => service.InspectAsync(Ada, run.Id, new byte[ImageSplit.PixelsPerImage - 1]));
    }

    [Fact]
    public async Task The_last_hidden_layer_is_mapped_and_the_drawing_lies_among_the_test_images()
    {
        await using var notebook = await LessonsServer.Start(_folder, TorchTraining.Backend());
        var service = notebook.Get<InspectionService>();
        var run = await notebook.Runs.StartAsync(Ada, "mlp", TorchTraining.Options(epochs: 8));
        await notebook.UntilLastEvent(run);

        var mapped = (await service.MapAsync(Ada, run.Id))!;

        Assert.Equal(run.Id, mapped.Run);
        Assert.Equal(InspectionService.MostMapped, mapped.Images.Count);
        Assert.Equal(mapped.Labels.Count * mapped.Map.Components, mapped.Map.Coordinates.Length);
        Assert.Equal(9995, mapped.Images[^1]);
        Assert.InRange(mapped.Map.PlaneShare, 0.1, 1);
        var test = (await notebook.Get<DatasetLibrary>().LoadAsync(Ada, mapped.Dataset, null, default)).Test;
        var place = (await service.PlaceAsync(Ada, run.Id, test.Pixels(0).ToArray(), mapped.Map))!;
        Assert.All(place.Zip(mapped.Map.Coordinates), pair => Assert.Equal(pair.First, pair.Second, 1e-3));
        var again = (await service.MapAsync(Ada, run.Id, mapped))!;
        Assert.All(again.Map.Coordinates.Zip(mapped.Map.Coordinates), pair => Assert.Equal(pair.First, pair.Second, 1e-2));
        await Assert.ThrowsAsync<RunNotFoundException>(() => service.MapAsync(Bert, run.Id));
        await Assert.ThrowsAsync<RunNotFoundException>(() => service.PlaceAsync(Bert, run.Id, Image(0), mapped.Map));
        await Assert.ThrowsAsync<RunNotFoundException>(() => service.AnswerAsync(Bert, run.Id, Image(0), []));
    }

    private static byte[] Image(int index) => TorchTraining.Dataset.Test.Pixels(index).ToArray();
}
