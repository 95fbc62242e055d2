using MnistBlazor.ML.Data;
using MnistBlazor.ML.Evaluation;
using MnistBlazor.ML.Inference;
using MnistBlazor.ML.Surfaces;
using MnistBlazor.ML.Training;

namespace MnistBlazor.ML.Tests.Surfaces;

public class LandscapeSurveyTests
{
    private static readonly TrainingOptions Options = Recipes.Softmax with { Epochs = 1, BatchSize = 6000 };

    [Fact]
    public async Task In_the_middle_is_the_loss_of_the_network_itself_and_on_the_rim_it_is_higher()
    {
        var (dataset, checkpoints) = await TrainAsync();

        using var survey = new LandscapeSurvey(checkpoints[^1].Model, checkpoints, dataset, "cpu", new(Size: 5, Images: 2000));
        var losses = LossesOf(survey);

        Assert.Equal(LossOfFirst(checkpoints[^1].Model, dataset, 2000), losses[12], 1e-5);
        Assert.All([0, 4, 20, 24], corner => Assert.True(losses[corner] > losses[12]));
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_landscape_and_another_another()
    {
        var (dataset, checkpoints) = await TrainAsync();
        var options = new LandscapeOptions(Size: 3, Images: 500, Seed: 4);

        Assert.Equal(Losses(options), Losses(options));
        Assert.NotEqual(Losses(options), Losses(options with { Seed = 5 }));

        double[] Losses(LandscapeOptions of)
        {
            using var survey = new LandscapeSurvey(checkpoints[^1].Model, [], dataset, "cpu", of);
            return LossesOf(survey);
        }
    }

    [Fact]
    public async Task Along_the_runs_own_directions_its_way_is_seen_and_along_random_ones_hardly()
    {
        var (dataset, checkpoints) = await TrainAsync();

        using var random = new LandscapeSurvey(checkpoints[^1].Model, checkpoints, dataset, "cpu", new(Size: 3, Images: 100));
        using var own = new LandscapeSurvey(
            checkpoints[^1].Model, checkpoints, dataset, "cpu", new(LandscapeDirections.Path, Size: 3, Images: 100));

        Assert.Equal(checkpoints.Select(checkpoint => checkpoint.Step), own.Path.Select(point => point.Step));
        Assert.Equal((0, 0), (own.Path[^1].X, own.Path[^1].Y)); // the trained network itself
        Assert.True(own.Path[0].Share > 0.95, $"{own.Path[0].Share:P1} of the way lie in the plane of its own directions.");
        Assert.True(random.Path[0].Share < 0.05, $"{random.Path[0].Share:P1} of the way lie in a random plane.");
        Assert.All(own.Path, point => Assert.InRange(Math.Max(Math.Abs(point.X), Math.Abs(point.Y)), 0, own.Reach));
    }

    private static async Task<(ImageDataset Dataset, List<(int Step, TrainedModel Model)> Checkpoints)> TrainAsync()
    {
        var dataset = await Mnist.LoadAsync();
        using var trainer = new Trainer(Options, dataset);
        var checkpoints = new List<(int, TrainedModel)>();
        while (!trainer.Finished)
        {
            trainer.TrainBatch();
            checkpoints.Add((trainer.Step, trainer.Snapshot()));
        }
        return (dataset, checkpoints);
    }

    // By way of the evaluation, whose figures PyTorch has confirmed: here its test images are the first to train with.
    private static double LossOfFirst(TrainedModel model, ImageDataset dataset, int count) => Evaluator.Evaluate(
        model, new("first", dataset.Source, dataset.ClassNames, dataset.Train, dataset.Train.Take(count)), "cpu").Loss;

    private static double[] LossesOf(LandscapeSurvey survey) =>
        [.. Enumerable.Range(0, survey.Size).SelectMany(row => survey.Row(row))];
}
