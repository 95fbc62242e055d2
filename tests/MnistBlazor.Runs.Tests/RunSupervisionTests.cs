using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Operation;
using MnistBlazor.Runs.Scheduling;
using MnistBlazor.Runs.Signals;
using MnistBlazor.Runs.Storage;
using static MnistBlazor.Runs.Tests.TestServer;

namespace MnistBlazor.Runs.Tests;

/// <summary>What the teacher sees and does, and what learners notice of it.</summary>
public sealed class RunSupervisionTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FakeTraining _training = new();
    private readonly Gate _go = new();

    public RunSupervisionTests() => _training.BeforeBatch = (_, _) => _go.Wait();

    private string BoundsFile => Path.Combine(_folder.Path, StoredBounds.FileName);

    public void Dispose()
    {
        _folder.Dispose();
        _go.Dispose();
    }

    [Fact]
    public async Task Everyones_runs_are_seen_in_the_order_of_the_line_with_how_many_come_from_the_same_address()
    {
        await using var server = await Start(_folder, _training.Backend);
        foreach (var learner in new[] { Ada, Bert }) server.Get<LearnerAddresses>().Saw(learner, "192.0.2.7");
        var running = await server.Runs.StartAsync(Ada, "softmax", FakeTraining.Options());
        await server.Until(running, now => now.Status == RunStatus.Running);
        var second = await server.Runs.StartAsync(Ada, "softmax", FakeTraining.Options());
        var third = await server.Runs.StartAsync(new("cleo"), "softmax", FakeTraining.Options());
        var fourth = await server.Runs.StartAsync(Bert, "softmax", FakeTraining.Options());
        var teacher = server.Get<RunSupervision>();

        var before = Assert.Single(teacher.Unfinished(most: 10));
        await teacher.MoveAsync(second.Id, LineMove.Front);
        var after = Assert.Single(teacher.Unfinished(most: 3));

        Assert.Equal(("cpu", 4, 3), (before.Device, before.Count, before.Waiting));
        Assert.Equal([running.Id, third.Id, fourth.Id, second.Id], before.Runs.Select(one => one.Run.Id));
        Assert.Equal([null, 1, 2, 3], before.Runs.Select(one => one.Run.QueuePosition));
        Assert.Equal([3, null, 3, 3], before.Runs.Select(one => one.OfAddress));
        Assert.Equal((4, 3), (after.Count, after.Runs.Count));
        Assert.Equal([running.Id, second.Id, third.Id], after.Runs.Select(one => one.Run.Id));
        Assert.True(server.Runs.Find(Ada, second.Id)!.Moved);
        Assert.False(server.Runs.Find(Bert, fourth.Id)!.Moved);
        _go.Set();
    }

    [Fact]
    public async Task What_the_teacher_deletes_its_learner_is_told_of_and_only_the_teacher_brings_back()
    {
        await using var server = await Start(_folder, _training.Backend);
        var (teacher, archive) = (server.Get<RunSupervision>(), server.Get<RunArchive>());
        var run = await server.Runs.StartAsync(Ada, "softmax", FakeTraining.Options());
        _go.Set();
        await server.UntilLastEvent(run);
        await Until(changes => server.Runs.Subscribe(run.Id, changes), () => server.Get<LiveRuns>().Find(run.Id), live => live is null);

        await teacher.DeleteAsync(run.Id);
        await archive.Undelete(Ada, run.Id);

        Assert.Null(server.Runs.Find(Ada, run.Id));
        Assert.Empty(teacher.Ended(0, 10).Runs);
        Assert.Equal(run.Id, Assert.Single(server.Runs.DeletedByTeacher(Ada)).Id);
        Assert.Empty(server.Runs.DeletedByTeacher(Bert));
        await Assert.ThrowsAsync<RunNotFoundException>(() => teacher.DeleteAsync(run.Id));

        await teacher.UndeleteAsync(run.Id);
        Assert.Equal(run.Id, server.Runs.Find(Ada, run.Id)!.Id);
        Assert.Empty(server.Runs.DeletedByTeacher(Ada));

        // What its learner deletes is none of the teacher's.
        await archive.Delete(Ada, run.Id);
        await teacher.UndeleteAsync(run.Id);
        Assert.Null(server.Runs.Find(Ada, run.Id));
        Assert.Empty(server.Runs.DeletedByTeacher(Ada));
    }

    [Fact]
    public async Task A_run_that_waits_can_be_deleted_and_each_act_stands_in_the_log()
    {
        await using var server = await Start(
            _folder, _training.Backend, services: services => services.AddLogging(logging => logging.AddFakeLogging()));
        var teacher = server.Get<RunSupervision>();
        await server.Runs.StartAsync(Bert, "softmax", FakeTraining.Options());
        var waiting = await server.Runs.StartAsync(Ada, "softmax", FakeTraining.Options());

        await teacher.MoveAsync(waiting.Id, LineMove.Down);
        await teacher.DeleteAsync(waiting.Id);
        _go.Set();

        Assert.Empty(server.Runs.List(Ada));
        Assert.Single(server.Runs.DeletedByTeacher(Ada));
        var log = server.Get<IServiceProvider>().GetFakeLogCollector().GetSnapshot().Select(line => line.Message).ToList();
        Assert.Contains($"The teacher: move (Down) for run {waiting.Id} of learner {Ada}.", log);
        Assert.Contains($"The teacher: delete for run {waiting.Id} of learner {Ada}.", log);
    }

    [Fact]
    public async Task Ended_runs_come_in_pages_the_newest_first()
    {
        await using var server = await Start(_folder, _training.Backend);
        _go.Set();
        var runs = new List<Run>();
        for (var i = 0; i < 3; i++)
        {
            runs.Add(await server.Runs.StartAsync(i == 1 ? Bert : Ada, "softmax", FakeTraining.Options()));
            await server.UntilLastEvent(runs[i]);
        }
        var teacher = server.Get<RunSupervision>();

        var (first, count) = teacher.Ended(0, 2);
        var (second, _) = teacher.Ended(1, 2);

        Assert.Equal(3, count);
        Assert.Equal([runs[2].Id, runs[1].Id, runs[0].Id], first.Concat(second).Select(run => run.Id));
        Assert.Empty(teacher.Ended(2, 2).Runs);
    }

    [Fact]
    public async Task Bounds_hold_at_once_and_after_a_restart_and_what_is_not_set_follows_the_operator()
    {
        var ofLearner = RunBound.All.Single(bound => bound.Name == nameof(RunBounds.MaxUnfinishedRunsPerLearner));
        await using (var server = await Start(_folder, _training.Backend))
        {
            var teacher = server.Get<RunSupervision>();
            await server.Runs.StartAsync(Ada, "softmax", FakeTraining.Options());
            using var told = new Subscription(TimeSpan.Zero);
            using var subscribed = server.Runs.SubscribeToBounds(told);

            teacher.SetBounds(new Dictionary<RunBound, long> { [ofLearner] = 1 });
            teacher.SetQueueOpen(false);

            await told.NextAsync(TestContext.Current.CancellationToken);
            Assert.False(server.Runs.QueueOpen);
            if (!OperatingSystem.IsWindows())
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(BoundsFile));
            teacher.SetQueueOpen(true);
            var refused = await Assert.ThrowsAsync<RunRefusedException>(
                () => server.Runs.StartAsync(Ada, "softmax", FakeTraining.Options()));
            Assert.Equal(RunMessages.TooManyUnfinished(1), refused.Reason);
            teacher.SetQueueOpen(false);
            _go.Set();
            await server.Stop();
        }
        await using var next = await Start(_folder, _training.Backend, options => options.MaxQueuedRuns = 7);
        var later = next.Get<RunSupervision>();

        Assert.Equal((false, 1, 7), (later.Bounds.QueueOpen, later.Bounds.MaxUnfinishedRunsPerLearner, later.Bounds.MaxQueuedRuns));
        later.SetBounds(RunBound.All.ToDictionary(bound => bound, bound => bound.Of(later.OperatorsBounds)));
        later.SetQueueOpen(true);
        Assert.Equal(later.OperatorsBounds, later.Bounds);
    }

    [Fact]
    public async Task A_bound_lies_in_the_range_of_its_setting_or_none_is_set()
    {
        await using var server = await Start(_folder, _training.Backend);
        var teacher = server.Get<RunSupervision>();

        Assert.All(RunBound.All, bound =>
        {
            foreach (var wrong in new[] { bound.Least - 1, bound.Most + 1, long.MinValue })
                Assert.Throws<ArgumentOutOfRangeException>(() => teacher.SetBounds(new Dictionary<RunBound, long> { [bound] = wrong }));
            teacher.SetBounds(new Dictionary<RunBound, long> { [bound] = bound.Most });
            Assert.Equal(bound.Most, bound.Of(teacher.Bounds));
            teacher.SetBounds(new Dictionary<RunBound, long> { [bound] = bound.Of(teacher.OperatorsBounds) });
        });
        Assert.Equal(
            typeof(RunBounds).GetProperties().Where(property => property.PropertyType != typeof(bool)).Select(property => property.Name),
            RunBound.All.Select(bound => bound.Name));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"QueueOpen":true,"Numbers":{"MaxQueuedRuns":0}}""")]
    public async Task Damaged_bounds_are_refused_at_the_start_and_by_verify_with_what_to_do(string content)
    {
        await using (var server = await Start(_folder, _training.Backend)) await server.Stop();
        await File.WriteAllTextAsync(BoundsFile, content, TestContext.Current.CancellationToken);

        var refused = await Assert.ThrowsAsync<StoreDamagedException>(() => Start(_folder, _training.Backend));

        Assert.Contains(BoundsFile, refused.Message);
        Assert.Contains("or remove it", refused.Message);
        Assert.Equal([refused.Message], DataBackup.Verify(_folder.Path).Problems);
    }

    [Fact]
    public async Task Bounds_that_cannot_be_stored_are_not_in_force()
    {
        await using var server = await Start(_folder, _training.Backend);
        Directory.CreateDirectory(BoundsFile + ".part");

        Assert.Throws<RunNotSavedException>(() => server.Get<RunSupervision>().SetQueueOpen(false));

        Assert.True(server.Runs.QueueOpen);
    }

    [Fact]
    public async Task Bounds_go_into_a_backup_and_come_back_from_it()
    {
        using var other = new TempFolder();
        var (backup, target) = (Path.Combine(other.Path, "backup"), Path.Combine(other.Path, "target"));
        await using (var server = await Start(_folder, _training.Backend))
        {
            server.Get<RunSupervision>().SetQueueOpen(false);
            DataBackup.Create(_folder.Path, backup);
            await server.Stop();
        }
        Assert.Empty(DataBackup.Verify(backup).Problems);
        DataBackup.Restore(backup, target);

        Assert.Equal(await File.ReadAllTextAsync(BoundsFile), await File.ReadAllTextAsync(Path.Combine(target, StoredBounds.FileName)));
    }
}
