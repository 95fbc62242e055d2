using MnistBlazor.Lessons;
using MnistBlazor.Lessons.Digits;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Web.Models.Notebook;

namespace MnistBlazor.Web.Tests.Models.Notebook;

/// <summary>When a slider may train again by itself: as long as that is quick and nobody waits for it.</summary>
public sealed class LiveTrainingTests
{
    private static readonly RunQueueState Idle = new(Length: 0, Capacity: 10, Running: 0, Wait: TimeSpan.Zero);
    private static readonly DateTimeOffset Noon = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Nothing_is_known_before_the_first_training() =>
        Assert.Equal(LiveObstacle.NotTrained, LiveTraining.Obstacle(null, 15, Idle, Noon));

    [Theory]
    [InlineData(1.5, 15, LiveObstacle.None)]
    [InlineData(1.5, 30, LiveObstacle.None)] // exactly 3 s
    [InlineData(1.5, 31, LiveObstacle.TooLong)]
    [InlineData(4.5, 15, LiveObstacle.TooLong)]
    public void The_time_is_that_of_the_last_training_for_as_many_epochs_as_are_set(double seconds, int epochs, LiveObstacle expected) =>
        Assert.Equal(expected, LiveTraining.Obstacle(Ended(15, seconds), epochs, Idle, Noon));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(0, 1)]
    public void Others_who_train_or_wait_go_first(int waiting, int running) =>
        Assert.Equal(
            LiveObstacle.OthersWait,
            LiveTraining.Obstacle(Ended(15, 1), 15, Idle with { Length = waiting, Running = running }, Noon));

    [Theory]
    [InlineData(RunStatus.Running, 1, LiveObstacle.None)]
    [InlineData(RunStatus.Running, 4, LiveObstacle.TooLong)]
    [InlineData(RunStatus.Paused, 1, LiveObstacle.NotTrained)]
    public void The_learners_own_training_is_stopped_for_another_only_where_it_is_quick_itself(
        RunStatus status, double seconds, LiveObstacle expected)
    {
        var run = Ended(15, 0) with { Status = status, EndedAt = null };

        Assert.Equal(expected, LiveTraining.Obstacle(run, 15, Idle with { Running = 1 }, Noon.AddSeconds(seconds)));
    }

    private static Run Ended(int epochs, double seconds)
    {
        var lesson = LessonCatalog.FindDigits("softmax")!;
        return new Run
        {
            Id = RunId.New(), Owner = new LearnerId("ada"), Lesson = lesson.Id, Options = lesson.Options(lesson.Defaults),
            WatchKey = "key", CreatedAt = Noon, Status = RunStatus.Completed,
            StartedAt = Noon, EndedAt = Noon.AddSeconds(seconds), Epoch = epochs,
        };
    }
}
