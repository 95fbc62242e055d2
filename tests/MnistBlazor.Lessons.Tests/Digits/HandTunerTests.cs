using MnistBlazor.Lessons.Datasets;
using MnistBlazor.Lessons.Digits;
using MnistBlazor.Lessons.Predictions;
using MnistBlazor.Runs;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Tests;
using static MnistBlazor.Runs.Tests.TestServer;

namespace MnistBlazor.Lessons.Tests.Digits;

/// <summary>A network learns from its learner's own test set, in a run like any other.</summary>
public sealed class HandTunerTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_learns_every_other_drawing_and_gets_better_at_the_rest_while_the_old_network_stays_as_it_is()
    {
        await using var server = await LessonsServer.Start(_folder, TorchTraining.Backend());
        var before = await server.Runs.StartAsync(Ada, "mlp", TorchTraining.Options(epochs: 6));
        await server.UntilLastEvent(before);
        var weights = server.Runs.Model(Ada, before.Id)!.Weights;
        Draw(server, count: 40);
        var sets = server.Get<OwnTestSets>();
        var drawings = OwnDrawing.Of(sets.Get(Ada));

        var taught = await server.Get<HandTuner>().StartAsync(Ada, before.Id, mixes: true);
        await server.UntilLastEvent(taught);
        var answers = (await server.Get<PredictionService>().AnswersAsync(
            Ada, [before.Id, taught.Id], drawings, TestContext.Current.CancellationToken))!;

        var tuning = taught.Options.FineTuning!;
        Assert.Equal((before.Id, before.Options.Dataset), (taught.ForkedFrom, taught.Options.Dataset));
        Assert.Equal(20, tuning.Drawings.Split(' ').Length);
        var (was, now) = (OwnScore.Of(drawings, answers[before.Id], tuning), OwnScore.Of(drawings, answers[taught.Id], tuning));
        Assert.Equal((20, 20), (was.Count, now.Count));
        Assert.True(now.Right > was.Right + 4, $"{was.Right} before, {now.Right} after");
        Assert.Equal(weights, server.Runs.Model(Ada, before.Id)!.Weights);
        Assert.Equal(40, sets.Get(Ada).Count);
        var again = await Assert.ThrowsAsync<RunRefusedException>(() => server.Get<HandTuner>().StartAsync(Ada, taught.Id, mixes: true));
        Assert.Equal("hand.again", again.Reason.Code);
    }

    [Fact]
    public async Task Killed_on_the_way_it_goes_on_in_the_next_life_of_the_server_to_the_same_weights_although_its_drawings_have_gone()
    {
        Run straight, killed;
        var kills = false;
        using var reached = new Gate();
        using var never = new CancellationTokenSource();
        await using (var server = await LessonsServer.Start(_folder, TorchTraining.Backend(step =>
        {
            if (!kills || step != 50) return;
            reached.Set();
            never.Token.WaitHandle.WaitOne();
        })))
        {
            var before = await server.Runs.StartAsync(Ada, "mlp", TorchTraining.Options());
            await server.UntilLastEvent(before);
            Draw(server, count: 12);
            straight = await server.Get<HandTuner>().StartAsync(Ada, before.Id, mixes: false);
            await server.UntilLastEvent(straight);
            kills = true;
            killed = await server.Get<HandTuner>().StartAsync(Ada, before.Id, mixes: false);
            reached.Wait();
            var sets = server.Get<OwnTestSets>();
            sets.Restore(Ada, sets.Get(Ada), DrawingCollection.Empty);
            server.StopWriting();
            never.Cancel();
        }

        await using var next = await LessonsServer.Start(_folder, TorchTraining.Backend());
        await next.UntilLastEvent(killed);

        Assert.Equal(next.Runs.Model(Ada, straight.Id)!.Weights, next.Runs.Model(Ada, killed.Id)!.Weights);

        // A fork of it goes on learning them too, and cannot leave that.
        var forks = next.Get<RunForks>();
        var middle = forks.Checkpoints(Ada, straight.Id).First(checkpoint => checkpoint.Epoch == 3).Step;
        var forked = await forks.ForkAsync(Ada, straight.Id, middle, straight.Options);
        await next.UntilLastEvent(forked);
        Assert.Equal(next.Runs.Model(Ada, straight.Id)!.Weights, next.Runs.Model(Ada, forked.Id)!.Weights);
        await Assert.ThrowsAsync<RunRefusedException>(
            () => forks.ForkAsync(Ada, straight.Id, middle, straight.Options with { FineTuning = null }));
    }

    [Fact]
    public async Task Fewer_than_ten_drawings_and_anothers_run_are_refused()
    {
        await using var server = await LessonsServer.Start(_folder, TorchTraining.Backend());
        var run = await server.Runs.StartAsync(Ada, "mlp", TorchTraining.Options(epochs: 1));
        await server.UntilLastEvent(run);
        Draw(server, count: 9);
        server.Get<OwnTestSets>().Keep(Ada, "a class that no network knows", new byte[784]);

        var refused = await Assert.ThrowsAsync<RunRefusedException>(() => server.Get<HandTuner>().StartAsync(Ada, run.Id, mixes: true));

        Assert.Equal(("hand.too-few", "9"), (refused.Reason.Code, refused.Reason.Arguments[1]));
        await Assert.ThrowsAsync<RunNotFoundException>(() => server.Get<HandTuner>().StartAsync(Bert, run.Id, mixes: true));
        Assert.Empty((await server.Get<PredictionService>().AnswersAsync(
            Bert, [run.Id], OwnDrawing.Of(server.Get<OwnTestSets>().Get(Ada)), TestContext.Current.CancellationToken))!);
    }

    /// <summary>Test images by another hand: each row one lower than in the data set.</summary>
    private static void Draw(TestServer server, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var pixels = new byte[784];
            TorchTraining.Dataset.Test.Pixels(i)[..^28].CopyTo(pixels.AsSpan(28));
            server.Get<OwnTestSets>().Keep(Ada, $"{TorchTraining.Dataset.Test.Label(i)}", pixels);
        }
    }
}
