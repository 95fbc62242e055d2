using FsCheck;
using FsCheck.Fluent;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Execution;
using MnistBlazor.Runs.Log;
using MnistBlazor.Runs.Scheduling;

namespace MnistBlazor.Runs.Tests.Scheduling;

public sealed class RunQueueTests
{
    private readonly RunQueue<LiveRun> _queue = NewQueue();

    [Fact]
    public void Nobody_waits_behind_anothers_ten_runs()
    {
        for (var i = 0; i < 10; i++) Add("ada");
        Add("bert");

        Assert.Equal(["ada", "bert", "ada"], Take(3));
    }

    [Fact]
    public void Submitting_one_at_a_time_gains_nothing_over_submitting_all_at_once()
    {
        for (var i = 0; i < 3; i++) Add("ada");
        var served = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            Add("bert");
            served.AddRange(Take(1));
        }

        Assert.Equal(2, served.Count(learner => learner == "bert"));
    }

    [Fact]
    public void However_many_new_learners_come_a_run_that_gave_way_has_its_turn()
    {
        Add("ada");
        var run = _queue.Take()!;
        for (var i = 0; i < 5; i++) Add($"cookie {i}");
        _queue.Add(run);

        var passed = 0;
        for (; _queue.Take() != run; passed++) Add($"another cookie {passed}");

        Assert.InRange(passed, 5, 15);
    }

    [Fact]
    public void Who_is_new_comes_before_those_who_were_served_in_the_last_round()
    {
        for (var i = 0; i < 10; i++) Add($"learner {i}");
        for (var turn = 0; turn < 25; turn++) _queue.Add(_queue.Take()!);
        var waiting = _queue.Order();

        Assert.Empty(_queue.Before(new LearnerId("new")));
        Assert.Equal(waiting, _queue.Before(waiting[^1].Owner));
        Add("new");
        Assert.Equal(["new", waiting[0].Owner.Value], Take(2));
    }

    [Fact]
    public void A_learners_own_runs_keep_their_order()
    {
        var runs = Enumerable.Range(0, 5).Select(_ => Add("ada")).ToList();

        Assert.Equal(runs, Enumerable.Range(0, 5).Select(_ => _queue.Take()!));
    }

    [Fact]
    public void A_removed_run_is_never_taken_and_a_taken_one_cannot_be_removed()
    {
        var (first, second) = (Add("ada"), Add("ada"));

        Assert.True(_queue.Remove(first));
        Assert.False(_queue.Remove(first));
        Assert.Same(second, _queue.Take());
        Assert.False(_queue.Remove(second));
        Assert.Null(_queue.Take());
    }

    [Fact]
    public void Order_tells_beforehand_what_take_gives() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), learners =>
        {
            var queue = NewQueue();
            foreach (var learner in learners) queue.Add(Live($"learner {learner % 4}"));
            for (var i = 0; i < learners.Length / 3; i++) queue.Take();

            var predicted = queue.Order();

            return predicted.SequenceEqual(predicted.Select(_ => queue.Take()!)) && queue.Take() is null;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void While_two_learners_have_runs_waiting_they_are_served_by_turns() =>
        Prop.ForAll(ArbMap.Default.ArbFor<bool[]>(), learners =>
        {
            var queue = NewQueue();
            foreach (var ada in learners) queue.Add(Live(ada ? "ada" : "bert"));
            var both = 2 * Math.Min(learners.Count(ada => ada), learners.Count(ada => !ada));

            var served = Enumerable.Range(0, both).Select(_ => queue.Take()!.Owner).ToList();

            return served.Zip(served.Skip(1)).All(pair => pair.First != pair.Second);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_run_moved_to_the_front_is_next_and_the_others_stay_in_their_fair_order()
    {
        for (var i = 0; i < 3; i++) Add("ada");
        var late = Add("bert");
        var own = Add("bert");

        Assert.True(_queue.Move(own, LineMove.Front));

        Assert.Equal([own, late], _queue.Order().Where(run => run.Owner == late.Owner));
        Assert.Equal(["bert", "ada", "bert", "ada"], Take(4));
        Assert.False(_queue.Move(own, LineMove.Front));
    }

    [Fact]
    public void Who_comes_later_is_served_as_fairly_behind_a_moved_run_as_without_it()
    {
        var runs = Enumerable.Range(0, 5).Select(_ => Add("ada")).ToList();
        _queue.Move(runs[4], LineMove.Up);

        var newcomer = Add("bert");

        Assert.Equal([runs[0], newcomer, runs[1], runs[2], runs[4], runs[3]], _queue.Order());
    }

    [Fact]
    public void A_move_by_one_place_is_one_place_and_changes_no_one_elses_order_however_many_were_moved_before() =>
        Prop.ForAll(ArbMap.Default.ArbFor<(byte What, byte Which)[]>(), acts =>
        {
            var queue = NewQueue();
            for (var i = 0; i < 8; i++) queue.Add(Live($"learner {i % 3}"));
            return acts.All(act => Holds(queue, act.What % 6, act.Which)) && IsTakenFromTheFront(queue);
        }).QuickCheckThrowOnFailure();

    // A moved run counts as a turn of its learner, so that the rest of the line may change when it is taken.
    private static RunQueue<LiveRun> NewQueue() => new(run => run.Owner, run => run.Dataset.IsCompleted);

    private static bool IsTakenFromTheFront(RunQueue<LiveRun> queue)
    {
        while (queue.Order() is [var first, ..])
            if (queue.Take() != first) return false;
        return true;
    }

    private static bool Holds(RunQueue<LiveRun> queue, int what, int which)
    {
        var line = queue.Order();
        if (what == 0) queue.Add(Live($"learner {which % 4}"));
        if (what == 0 || line.Length == 0) return true;
        var (place, run) = (which % line.Length, line[which % line.Length]);
        if (what == 1) return queue.Take() == line[0] && line[1..].ToHashSet().SetEquals(queue.Order());
        if (what == 2) return queue.Remove(run) && line.Where(other => other != run).ToHashSet().SetEquals(queue.Order());
        var move = (LineMove)(what - 3);
        queue.Move(run, move);
        var now = queue.Order();
        var expected = move switch
        {
            LineMove.Front => 0,
            LineMove.Up => Math.Max(0, place - 1),
            _ => Math.Min(line.Length - 1, place + 1),
        };
        return Array.IndexOf(now, run) == expected && now.Where(other => other != run).SequenceEqual(line.Where(other => other != run));
    }

    private LiveRun Add(string learner)
    {
        var run = Live(learner);
        _queue.Add(run);
        return run;
    }

    private List<string> Take(int count) => [.. Enumerable.Range(0, count).Select(_ => _queue.Take()!.Owner.Value)];

    private static LiveRun Live(string learner)
    {
        var run = new Run
        {
            Id = RunId.New(), Owner = new LearnerId(learner), Lesson = "softmax", Options = FakeTraining.Options(),
            Status = RunStatus.Queued,
            CreatedAt = DateTimeOffset.UnixEpoch, WatchKey = "",
        };
        return new LiveRun(
            new RunRecording(run, new RunLog(), isNew: true, RunRecording.FirstEpoch, (_, _) => { }, _ => { }),
            Task.FromResult(FakeTraining.Dataset));
    }
}
