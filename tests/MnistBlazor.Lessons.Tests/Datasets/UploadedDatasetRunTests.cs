using MnistBlazor.Lessons.Datasets;
using MnistBlazor.Lessons.Operation;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Inference;
using MnistBlazor.ML.Models;
using MnistBlazor.ML.Training;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Execution;
using MnistBlazor.Runs.Storage;
using MnistBlazor.Runs.Tests;
using static MnistBlazor.Runs.Tests.TestServer;

namespace MnistBlazor.Lessons.Tests.Datasets;

/// <summary>Runs with a learner's own data set: its owner's train, and know their classes by name; another's end with a sentence.</summary>
public sealed class OwnDataRunTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_run_trains_with_its_owners_data_set_and_knows_the_names_when_that_is_deleted()
    {
        var (own, drafts, library) = Open();
        var id = (await drafts.AddAsync(Ada, Uploads.TwoClasses())).Id;
        await using var notebook = await LessonsServer.Start(
            _folder, TrainingBackend.Torch((learner, dataset) => library.LoadAsync(learner, dataset)));

        var run = await notebook.UntilEnded(await notebook.Runs.StartAsync(Ada, "softmax", Options(id)));
        own.Delete(Ada, id);

        Assert.Equal(RunStatus.Completed, run.Status);
        var model = notebook.Runs.Model(Ada, run.Id)!;
        Assert.Equal(["alpha", "beta"], model.ClassNames);
        using var predictor = new Predictor(model);
        Assert.Equal(2, predictor.Predict(new byte[784]).Length);
    }

    [Fact]
    public async Task A_run_with_another_learners_or_a_deleted_data_set_fails_and_says_what_is_missing()
    {
        var (own, drafts, library) = Open();
        var id = (await drafts.AddAsync(Ada, Uploads.TwoClasses())).Id;
        await library.LoadAsync(Ada, id); // it is in memory, and still not Bert's
        await using var notebook = await LessonsServer.Start(
            _folder, TrainingBackend.Torch((learner, dataset) => library.LoadAsync(learner, dataset)));

        var others = await notebook.UntilEnded(await notebook.Runs.StartAsync(Bert, "softmax", Options(id)));
        own.Delete(Ada, id);
        var deleted = await notebook.UntilEnded(await notebook.Runs.StartAsync(Ada, "softmax", Options(id)));

        Assert.All(new[] { others, deleted }, run => Assert.Equal((RunStatus.Failed, "dataset.gone"), (run.Status, run.Failure!.Code)));
    }

    private static ML.Training.TrainingOptions Options(string dataset) =>
        TorchTraining.Options(epochs: 1) with { Dataset = dataset, BatchSize = 5, Model = new SoftmaxRegressionSpec() };

    private (UploadedDatasets Own, DatasetDrafts Drafts, DatasetLibrary Library) Open()
    {
        var store = new DatasetStore(new DatasetOptions { DataDirectory = _folder.Path });
        var options = new LessonsOptions { DataDirectory = _folder.Path };
        var own = new UploadedDatasets(options, store, TestServer.Blobs(_folder), TimeProvider.System);
        return (own, new DatasetDrafts(options, own, new(), TimeProvider.System), new DatasetLibrary(store, own));
    }
}
