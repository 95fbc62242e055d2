using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Datasets;
using MnistBlazor.Lessons.Operation;
using MnistBlazor.ML.Data;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Tests;

namespace MnistBlazor.Lessons.Tests.Datasets;

/// <summary>A learner's data sets are theirs alone, stay until they are deleted, and take no more room than allowed.</summary>
public sealed class OwnDatasetsTests : IDisposable
{
    private static readonly LearnerId Ada = new("ada"), Bert = new("bert");

    private readonly TempFolder _folder = new();
    private readonly LessonsOptions _options;

    public OwnDatasetsTests() => _options = new LessonsOptions { DataDirectory = _folder.Path };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_uploaded_can_be_loaded_also_after_a_restart()
    {
        var added = await Open().Own.AddAsync(Ada, Uploads.TwoClasses(train: 30, test: 6));

        Assert.Equal(("letters.zip", 30, 6), (added.Name, added.TrainCount, added.TestCount));
        var (own, library) = Open();
        Assert.Equal(added.Id, Assert.Single(own.List(Ada)).Id);
        var loaded = await library.LoadAsync(Ada, added.Id);
        Assert.Equal(["alpha", "beta"], loaded.ClassNames);
        Assert.Equal((30, 6, "upload", added.Id), (loaded.Train.Count, loaded.Test.Count, loaded.Source, loaded.Id));
    }

    [Fact]
    public async Task It_is_nobody_elses()
    {
        var (own, library) = Open();
        var id = (await own.AddAsync(Ada, Uploads.TwoClasses())).Id;
        await library.LoadAsync(Ada, id); // it is in memory now

        Assert.Empty(own.List(Bert));
        Assert.Null(own.Find(Bert, id));
        Assert.False(library.Has(Bert, id));
        Assert.Equal("gone", (await Assert.ThrowsAsync<DatasetException>(() => library.LoadAsync(Bert, id))).Code);
        Assert.Equal("gone", (await Assert.ThrowsAsync<DatasetException>(() => library.LoadAsync(default, id))).Code);
        own.Delete(Bert, id);
        Assert.True(library.Has(Ada, id));
    }

    [Fact]
    public async Task No_two_ids_are_alike_and_nothing_else_is_taken_for_one()
    {
        var (own, library) = Open();
        UploadedDataset first = await own.AddAsync(Ada, Uploads.TwoClasses()), second = await own.AddAsync(Ada, Uploads.TwoClasses());

        Assert.NotEqual(first.Id, second.Id);
        Assert.Matches("^own-[0-9a-f]{32}$", first.Id);
        Assert.All(
            new[] { "own-", "own-../../x", $"{first.Id}/..", first.Id.ToUpperInvariant(), "" },
            id => Assert.False(library.Has(Ada, id)));
    }

    [Fact]
    public async Task A_deleted_one_is_gone_and_a_run_with_it_keeps_what_it_has()
    {
        var (own, library) = Open();
        var id = (await own.AddAsync(Ada, Uploads.TwoClasses(train: 30))).Id;
        var inUse = await library.LoadAsync(Ada, id);

        own.Delete(Ada, id);

        Assert.Empty(own.List(Ada));
        Assert.Equal("gone", (await Assert.ThrowsAsync<DatasetException>(() => library.LoadAsync(Ada, id))).Code);
        Assert.Equal(30, inUse.Train.CountPerClass().Sum());
        Assert.Empty(Directory.GetFiles(Path.Combine(_folder.Path, "uploads"), "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_link_with_another_learners_data_set_falls_back_and_says_so()
    {
        var (own, library) = Open();
        var id = (await own.AddAsync(Ada, Uploads.TwoClasses())).Id;
        var lesson = LessonCatalog.Find("softmax")!;
        var values = ParameterAddress.Read(lesson, $"dataset={id}").Values!;

        Assert.Equal((values, null), library.Fit(Ada, values));
        var (fitted, notice) = library.Fit(Bert, values);
        Assert.Equal("mnist", fitted.Text("dataset"));
        Assert.Equal("address.dataset", notice!.Code);
    }

    [Fact]
    public async Task Choosing_a_small_one_makes_batches_and_hold_out_small_enough()
    {
        var (own, library) = Open();
        var id = (await own.AddAsync(Ada, Uploads.TwoClasses(train: 300))).Id;
        var lesson = LessonCatalog.Find("cnn")!;

        var values = library.Choose(Ada, lesson.Defaults, id);

        Assert.Equal((id, 30, 27), (values.Text("dataset"), values.Integer("hold-out"), values.Integer("batch-size")));
        Assert.Equal(lesson.Defaults.With("dataset", "fashion-mnist"), library.Choose(Ada, lesson.Defaults, "fashion-mnist"));
    }

    [Fact]
    public async Task What_is_damaged_or_too_large_leaves_nothing_behind()
    {
        _options.MaxUploadBytes = 100_000;
        _options.MaxDatasetBytesPerLearner = 60_000;
        var own = Open().Own;

        Assert.Equal("archive-damaged", (await Refused(own, [Uploads.File("set.zip", new byte[100])])).Code);
        Assert.Equal("upload-too-large", (await Refused(own, [Uploads.File("set.zip", new byte[100_001])])).Code);
        // A browser may say one length and send another.
        Assert.Equal("upload-too-large", (await Refused(own, [Uploads.File("set.zip", new byte[100_001]) with { Length = 5 }])).Code);
        Assert.Equal("upload-no-room", (await Refused(own, Uploads.TwoClasses(train: 100))).Code);
        Assert.Equal("upload-files", (await Refused(own, [])).Code);

        Assert.Empty(own.List(Ada));
        Assert.Empty(Directory.GetFiles(Path.Combine(_folder.Path, "uploads"), "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_learner_keeps_no_more_than_allowed_and_gets_room_by_deleting()
    {
        _options.MaxDatasetsPerLearner = 1;
        var own = Open().Own;
        var first = await own.AddAsync(Ada, Uploads.TwoClasses());

        Assert.Equal(["letters.zip", "1"], (await Refused(own, Uploads.TwoClasses())).Arguments);
        await own.AddAsync(Bert, Uploads.TwoClasses());
        own.Delete(Ada, first.Id);
        await own.AddAsync(Ada, Uploads.TwoClasses());

        _options.MaxDatasetBytes = 1;
        Assert.Equal("upload-full", (await Refused(own, Uploads.TwoClasses(), new LearnerId("carol"))).Code);
    }

    [Fact]
    public async Task One_upload_at_a_time_and_a_cancelled_one_makes_room_for_the_next()
    {
        var own = Open().Own;
        var endless = new EndlessStream();
        using var stop = new CancellationTokenSource();
        var first = own.AddAsync(Ada, [new UploadedFile("slow.zip", 1000, _ => endless)], cancellation: stop.Token);
        await endless.Asked;

        Assert.Equal("upload-busy", (await Refused(own, Uploads.TwoClasses())).Code);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Equal("letters.zip", (await own.AddAsync(Ada, Uploads.TwoClasses())).Name);
    }

    [Fact]
    public async Task What_a_killed_server_left_half_done_is_removed_at_the_next_start()
    {
        await Open().Own.AddAsync(Ada, Uploads.TwoClasses());
        var learner = Directory.GetDirectories(Path.Combine(_folder.Path, "uploads")).Single();
        var half = Path.Combine(learner, UploadedDataset.NewId() + ".part");
        Directory.CreateDirectory(half);

        Assert.Single(Open().Own.List(Ada));
        Assert.False(Directory.Exists(half));
    }

    private (UploadedDatasets Own, DatasetLibrary Library) Open()
    {
        var store = new DatasetStore(new DatasetOptions { DataDirectory = _folder.Path });
        var own = new UploadedDatasets(_options, store, TestServer.Blobs(_folder), TimeProvider.System);
        return (own, new DatasetLibrary(store, own));
    }

    private static Task<DatasetException> Refused(UploadedDatasets own, IReadOnlyList<UploadedFile> files, LearnerId? learner = null) =>
        Assert.ThrowsAsync<DatasetException>(() => own.AddAsync(learner ?? Ada, files));

    /// <summary>A line on which nothing more comes.</summary>
    private sealed class EndlessStream : MemoryStream
    {
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Asked => _asked.Task;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _asked.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return 0;
        }
    }
}
