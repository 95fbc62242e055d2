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
        var added = await Open().Drafts.AddAsync(Ada, Uploads.TwoClasses(train: 30, test: 6));

        Assert.Equal(("letters.zip", 30, 6), (added.Name, added.TrainCount, added.TestCount));
        var (own, drafts, library) = Open();
        Assert.Equal(added.Id, Assert.Single(own.List(Ada)).Id);
        var loaded = await library.LoadAsync(Ada, added.Id);
        Assert.Equal(["alpha", "beta"], loaded.ClassNames);
        Assert.Equal((30, 6, "upload", added.Id), (loaded.Train.Count, loaded.Test.Count, loaded.Source, loaded.Id));
    }

    [Fact]
    public async Task It_is_nobody_elses()
    {
        var (own, drafts, library) = Open();
        var id = (await drafts.AddAsync(Ada, Uploads.TwoClasses())).Id;
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
        var (own, drafts, library) = Open();
        UploadedDataset first = await drafts.AddAsync(Ada, Uploads.TwoClasses()), second = await drafts.AddAsync(Ada, Uploads.TwoClasses());

        Assert.NotEqual(first.Id, second.Id);
        Assert.Matches("^own-[0-9a-f]{32}$", first.Id);
        Assert.All(
            new[] { "own-", "own-../../x", $"{first.Id}/..", first.Id.ToUpperInvariant(), "" },
            id => Assert.False(library.Has(Ada, id)));
    }

    [Fact]
    public async Task A_deleted_one_is_gone_and_a_run_with_it_keeps_what_it_has()
    {
        var (own, drafts, library) = Open();
        var id = (await drafts.AddAsync(Ada, Uploads.TwoClasses(train: 30))).Id;
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
        var (own, drafts, library) = Open();
        var id = (await drafts.AddAsync(Ada, Uploads.TwoClasses())).Id;
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
        var (own, drafts, library) = Open();
        var id = (await drafts.AddAsync(Ada, Uploads.TwoClasses(train: 300))).Id;
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
        var (own, drafts, _) = Open();

        Assert.Equal("archive-damaged", (await Refused(drafts, [Uploads.File("set.zip", new byte[100])])).Code);
        Assert.Equal("upload-too-large", (await Refused(drafts, [Uploads.File("set.zip", new byte[100_001])])).Code);
        // A browser may say one length and send another.
        Assert.Equal("upload-too-large", (await Refused(drafts, [Uploads.File("set.zip", new byte[100_001]) with { Length = 5 }])).Code);
        Assert.Equal("upload-no-room", (await Refused(drafts, Uploads.TwoClasses(train: 100))).Code);
        Assert.Equal("upload-files", (await Refused(drafts, [])).Code);
        drafts.Discard(Ada); // what there is no room for waits until something was deleted

        Assert.Empty(own.List(Ada));
        Assert.Empty(Directory.GetFiles(Path.Combine(_folder.Path, "uploads"), "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_learner_keeps_no_more_than_allowed_and_gets_room_by_deleting()
    {
        _options.MaxDatasetsPerLearner = 1;
        var (own, drafts, _) = Open();
        var first = await drafts.AddAsync(Ada, Uploads.TwoClasses());

        Assert.Equal(["letters.zip", "1"], (await Refused(drafts, Uploads.TwoClasses())).Arguments);
        await drafts.AddAsync(Bert, Uploads.TwoClasses());
        own.Delete(Ada, first.Id);
        await drafts.AddAsync(Ada, Uploads.TwoClasses());

        _options.MaxDatasetBytes = 1;
        Assert.Equal("upload-full", (await Refused(drafts, Uploads.TwoClasses(), new LearnerId("carol"))).Code);
    }

    [Fact]
    public async Task One_upload_at_a_time_and_a_cancelled_one_makes_room_for_the_next()
    {
        var (own, drafts, _) = Open();
        var endless = new EndlessStream();
        using var stop = new CancellationTokenSource();
        var first = drafts.AddAsync(Ada, [new UploadedFile("slow.zip", 1000, _ => endless)], stop.Token);
        await endless.Asked;

        Assert.Equal("upload-busy", (await Refused(drafts, Uploads.TwoClasses())).Code);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Equal("letters.zip", (await drafts.AddAsync(Ada, Uploads.TwoClasses())).Name);
    }

    [Fact]
    public async Task What_a_killed_server_left_half_done_is_removed_at_the_next_start()
    {
        await Open().Drafts.AddAsync(Ada, Uploads.TwoClasses());
        var learner = Directory.GetDirectories(Path.Combine(_folder.Path, "uploads")).Single();
        var half = Path.Combine(learner, UploadedDataset.NewId() + ".part");
        Directory.CreateDirectory(half);

        Assert.Single(Open().Own.List(Ada));
        Assert.False(Directory.Exists(half));
    }

    private (UploadedDatasets Own, DatasetDrafts Drafts, DatasetLibrary Library) Open()
    {
        var store = new DatasetStore(new DatasetOptions { DataDirectory = _folder.Path });
        var own = new UploadedDatasets(_options, store, TestServer.Blobs(_folder), TimeProvider.System);
        return (own, new DatasetDrafts(_options, own, new(), TimeProvider.System), new DatasetLibrary(store, own));
    }

    private static Task<DatasetException> Refused(DatasetDrafts drafts, IReadOnlyList<UploadedFile> files, LearnerId? learner = null) =>
        Assert.ThrowsAsync<DatasetException>(() => drafts.AddAsync(learner ?? Ada, files));

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
