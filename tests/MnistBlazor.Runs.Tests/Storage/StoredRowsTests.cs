using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using MnistBlazor.ML.Models;
using MnistBlazor.ML.Training;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Log;
using MnistBlazor.Runs.Operation;
using MnistBlazor.Runs.Storage;
using MnistBlazor.Runs.Storage.Sqlite;

namespace MnistBlazor.Runs.Tests.Storage;

/// <summary>What stores hold, letter by letter: a store that any earlier version wrote reads the same, and is written the same.</summary>
public sealed class StoredRowsTests : IDisposable
{
    private const string MlpId = "d5ef1a5dc5aa9ebffaf592e580c436e8", SoftmaxId = "621ade18874919f6d3c101acf67fba8e";

    private const string SoftmaxOptions =
        """{"model":{"kind":"softmax"},"optimizer":{"kind":"SGD","learningRate":0.1,"momentum":0,"weightDecay":0,"nesterov":false"""
        + ""","beta1":0.9,"beta2":0.999,"alpha":0.99},"dataset":"mnist","device":"cpu","batchSize":1000,"epochs":15,"seed":1"""
        + ""","schedule":"Constant","augmentation":null,"validationCount":0}""";

    private const string MlpOptions =
        """{"model":{"kind":"mlp","hiddenLayers":[{"units":256,"activation":"ReLU","dropout":0.2}],"initialization":"Default"}"""
        + ""","optimizer":{"kind":"AdamW","learningRate":0.01,"momentum":0,"weightDecay":0.01,"nesterov":false"""
        + ""","beta1":0.9,"beta2":0.999,"alpha":0.99},"dataset":"mnist","device":"cuda:0","batchSize":100,"epochs":5,"seed":1"""
        + ""","schedule":"OneCycle","augmentation":{"rotation":8,"shift":1,"zoom":0.05},"validationCount":5000}""";

    private const string Failure = """{"code":"run.diverged","arguments":["12","0.5","\u1100\u003C\u00E9\u003E"]}""";

    private readonly TempFolder _folder = new();
    private readonly DataDirectory _directory;
    private readonly PooledDbContextFactory<MnistBlazorContext> _contexts;
    private readonly RunStore _store;

    public StoredRowsTests()
    {
        _directory = new DataDirectory(_folder.Path);
        var (dialect, options) = (new SqliteDialect(_folder.Path), new DbContextOptionsBuilder<MnistBlazorContext>());
        dialect.Configure(options);
        _contexts = new(options.Options);
        _store = new RunStore(
            _contexts, dialect, new StoreReads(_contexts, dialect, new StoreHealth(), TimeProvider.System), _directory,
            new CheckpointFiles(new LocalBlobs(_directory)), new RunsOptions());
        _store.Open();
        Execute($"""
            INSERT INTO Runs (Id, Owner, Lesson, Options, Status, CreatedAt, StartedAt, EndedAt, TorchVersion, CodeVersion,
                Step, Epoch, StepsPerEpoch, Loss, Accuracy, WatchKey, Name, Note, Starred, ForkedFrom, ForkedAtStep, Failure,
                DeletedAt, Recoveries)
            VALUES ({MlpId}, 'ada', 'mlp', {MlpOptions}, 'Failed', 639079308001230000, 639079308011230000, 639079308021230000,
                '2.10.0', '1.2.0', 61, 2, 60, 0.30000000000000004, 0.975, 'key', 'Zebra', 'for the talk', 1,
                {SoftmaxId}, 60, {Failure}, NULL, 0)
            """);
        Execute($"""
            INSERT INTO Runs (Id, Owner, Lesson, Options, Status, CreatedAt, TorchVersion, CodeVersion,
                Step, Epoch, StepsPerEpoch, WatchKey, Starred, Recoveries)
            VALUES ({SoftmaxId}, 'ada', 'softmax', {SoftmaxOptions}, 'Queued', 639079308001229999, '', '', 0, 0, 0, 'key', 0, 0)
            """);
    }

    public void Dispose()
    {
        _directory.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_row_with_everything_in_it_reads_back()
    {
        var run = _store.Find(RunId.Parse(MlpId))!;

        var at = new DateTimeOffset(2026, 3, 1, 3, 0, 0, 123, TimeSpan.Zero);
        var model = Assert.IsType<MultilayerPerceptronSpec>(run.Options.Model);
        Assert.Equal([new HiddenLayer(256, Activation.ReLU, 0.2)], model.HiddenLayers);
        Assert.Equal(
            new Run
            {
                Id = RunId.Parse(MlpId),
                Owner = new LearnerId("ada"),
                Lesson = "mlp",
                Options = new TrainingOptions
                {
                    Model = model,
                    Optimizer = new OptimizerSpec(OptimizerKind.AdamW, 0.01, WeightDecay: 0.01),
                    Device = "cuda:0",
                    BatchSize = 100,
                    Epochs = 5,
                    Seed = 1,
                    Schedule = LearningRateSchedule.OneCycle,
                    Augmentation = new Augmentation(8, 1, 0.05),
                    ValidationCount = 5000,
                },
                Status = RunStatus.Failed,
                CreatedAt = at,
                StartedAt = at.AddSeconds(1),
                EndedAt = at.AddSeconds(2),
                TorchVersion = "2.10.0",
                CodeVersion = "1.2.0",
                Step = 61,
                Epoch = 2,
                StepsPerEpoch = 60,
                Loss = 0.1 + 0.2,
                Accuracy = 0.975,
                WatchKey = "key",
                Name = "Zebra",
                Note = "for the talk",
                Starred = true,
                ForkedFrom = RunId.Parse(SoftmaxId),
                ForkedAtStep = 60,
                Failure = new Message("run.diverged", "12", "0.5", "\u1100<é>"),
            },
            run);
    }

    [Fact]
    public void A_row_with_only_what_it_must_have_reads_back()
    {
        var run = _store.Find(RunId.Parse(SoftmaxId))!;

        Assert.IsType<SoftmaxRegressionSpec>(run.Options.Model);
        Assert.Equal((RunStatus.Queued, false), (run.Status, run.Starred));
        Assert.Equal((null, null), (run.StartedAt, run.EndedAt));
        Assert.Equal((null, null), (run.Loss, run.Accuracy));
        Assert.Equal((null, null, null), (run.ForkedFrom, run.ForkedAtStep, run.Failure));
    }

    [Theory]
    [InlineData(MlpId)]
    [InlineData(SoftmaxId)]
    public void A_run_that_is_written_again_gives_the_very_same_row(string id)
    {
        var (run, row) = (_store.Find(RunId.Parse(id))!, Row(id));
        Execute($"DELETE FROM Runs WHERE Id = {id}");

        _store.Save(new RunChanges(run, IsNew: true, [], [], [], Version: 1, RunRecording.FirstEpoch));
        Assert.Equal(row, Row(id));

        Execute($"""
            UPDATE Runs SET Status = 'Running', StartedAt = 1, EndedAt = 1, TorchVersion = '?',
                Step = 7, Epoch = 7, StepsPerEpoch = 7, Loss = 7, Failure = '?'
            WHERE Id = {id}
            """);
        _store.Save(new RunChanges(run, IsNew: false, [], [], [], Version: 2, RunRecording.FirstEpoch));
        Assert.Equal(row, Row(id));
    }

    [Fact]
    public void Every_status_is_written_by_its_name()
    {
        foreach (var status in Enum.GetValues<RunStatus>())
        {
            Execute($"UPDATE Runs SET Status = {status.ToString()} WHERE Id = {SoftmaxId}");
            Assert.Equal(status, _store.Find(RunId.Parse(SoftmaxId))!.Status);
        }
    }

    [Fact]
    public void The_newest_is_listed_first_without_the_deleted_and_those_that_this_version_cannot_read()
    {
        Execute($"UPDATE Runs SET Options = replace(Options, 'mlp', 'transformer') WHERE Id = {MlpId}");
        Assert.Equal([SoftmaxId], Listed());
        Assert.Null(_store.Find(RunId.Parse(MlpId)));
        Execute($"UPDATE Runs SET Options = replace(Options, 'transformer', 'mlp') WHERE Id = {MlpId}");
        Assert.Equal([MlpId, SoftmaxId], Listed());
        Execute($"UPDATE Runs SET DeletedAt = 639079308001230000 WHERE Id = {MlpId}");
        Assert.Equal([SoftmaxId], Listed());

        IEnumerable<string> Listed() => _store.List(new LearnerId("ada")).Select(run => run.Id.Value);
    }

    [Fact]
    public void An_unfinished_run_that_this_version_cannot_read_is_stopped_and_holds_up_no_other()
    {
        Execute($"UPDATE Runs SET Status = 'Running', Options = replace(Options, 'mlp', 'transformer') WHERE Id = {MlpId}");
        Execute($"UPDATE Runs SET Status = 'Running', Recoveries = 2 WHERE Id = {SoftmaxId}");

        var taken = Assert.Single(_store.TakeUnfinished());

        Assert.Equal((SoftmaxId, 3), (taken.Run.Id.Value, taken.Recoveries));
        Assert.Contains("Status String Stopped", Row(MlpId));
        Assert.Contains("Recoveries Int64 3", Row(SoftmaxId));
    }

    [Fact]
    public void Events_checkpoints_and_notebooks_read_back()
    {
        Execute($$"""
            INSERT INTO Events (RunId, Number, Body) VALUES
            ({{MlpId}}, 1, '{"type":"batch","epoch":1,"step":1,"loss":2.3,"number":1,"at":"2026-03-01T03:00:00.123+00:00"}'),
            ({{MlpId}}, 2, '{"type":"epoch","epoch":1,"step":60,"meanLoss":0.5,"seconds":1,"validationLoss":null,'
                || '"validationAccuracy":null,"number":2,"at":"2026-03-01T03:00:00.123+00:00"}')
            """);
        Execute($"INSERT INTO Checkpoints (RunId, Step, Epoch, Bytes, At) VALUES ({MlpId}, 60, 1, 4096, 639079308001230000)");
        Execute($"INSERT INTO Sessions (Owner, Lesson, State, UpdatedAt) VALUES ('ada', 'mlp', 'a state', 639079308001230000)");

        var (run, at) = (RunId.Parse(MlpId), new DateTimeOffset(2026, 3, 1, 3, 0, 0, 123, TimeSpan.Zero));
        Assert.Equal(
            [new BatchTrained(1, 1, 2.3) { Number = 1, At = at }, new EpochTrained(1, 60, 0.5, 1) { Number = 2, At = at }],
            _store.EventsAfter(run, 0, 10));
        Assert.Equal(2, Assert.Single(_store.EpochsOf(run)).Number);
        Assert.Equal([new RunCheckpoint(60, 1, 4096, at)], _store.Checkpoints(run));
        using var context = _contexts.CreateDbContext();
        var server = context.Sessions.Single(row => row.Owner == new LearnerId("ada") && row.Lesson == "mlp");
        Assert.Equal(("a state", at), (server.State, server.UpdatedAt));
    }

    private void Execute(FormattableString sql)
    {
        using var context = _contexts.CreateDbContext();
        context.Database.ExecuteSql(sql);
    }

    // With the type of every value, as SQLite has it.
    private List<string> Row(string id)
    {
        using var context = _contexts.CreateDbContext();
        context.Database.OpenConnection();
        using var command = context.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"SELECT * FROM Runs WHERE Id = '{id}'";
        using var reader = command.ExecuteReader();
        Assert.True(reader.Read());
        return [.. Enumerable.Range(0, reader.FieldCount)
            .Select(i => FormattableString.Invariant($"{reader.GetName(i)} {reader.GetValue(i).GetType().Name} {reader.GetValue(i)}"))];
    }
}
