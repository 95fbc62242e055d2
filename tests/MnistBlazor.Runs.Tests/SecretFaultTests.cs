using System.Text.Json;
using MnistBlazor.ML.Training;
using MnistBlazor.Runs.Contracts;
using static MnistBlazor.Runs.Tests.TestServer;

namespace MnistBlazor.Runs.Tests;

/// <summary>What a bug hunt has planted is told to nobody until its learner has answered.</summary>
public sealed class SecretFaultTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FakeTraining _training = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_secret_fault_is_trained_with_and_nowhere_told_until_it_is_revealed_for_good()
    {
        var planted = FakeTraining.Options() with { Fault = TrainingFault.LabelsShuffled, FaultIsSecret = true };
        Run run;
        await using (var server = await Start(_folder, _training.Backend))
        {
            run = await server.Runs.StartAsync(Ada, "softmax", planted);
            await server.UntilLastEvent(run);
            AssertHidden(server);

            // What else is changed of it changes nothing of that.
            await server.Get<RunArchive>().Star(Ada, run.Id, true);
            await server.Stop();
        }
        await using (var next = await Start(_folder, _training.Backend))
        {
            AssertHidden(next);
            var refused = await Assert.ThrowsAsync<RunRefusedException>(() => next.Get<RunForks>().ForkAsync(
                Ada, run.Id, next.Get<RunForks>().Checkpoints(Ada, run.Id)[0].Step, next.Runs.Find(Ada, run.Id)!.Options));
            Assert.Equal(RunMessages.ForkOfHunt, refused.Reason);
            await Assert.ThrowsAsync<RunNotFoundException>(() => next.Get<RunArchive>().RevealFault(Bert, run.Id));

            await next.Get<RunArchive>().RevealFault(Ada, run.Id);
            Assert.Equal(TrainingFault.LabelsShuffled, next.Runs.Find(Ada, run.Id)!.Options.Fault);
            await next.Stop();
        }
        await using var last = await Start(_folder, _training.Backend);
        Assert.Equal(planted with { FaultIsSecret = false }, last.Runs.Find(Ada, run.Id)!.Options);

        void AssertHidden(TestServer server)
        {
            var (found, _) = server.Get<RunSupervision>().Ended(0, 10);
            Run?[] shown =
            [
                run, server.Runs.Find(Ada, run.Id), server.Runs.FindByWatchKey(run.Id, run.WatchKey), .. server.Runs.List(Ada),
                .. server.Get<RunListing>().Newest(Ada),
                .. server.Get<RunListing>().WithEpochs(Ada, null, true).Select(one => one.Run), .. found,
            ];
            Assert.Equal(7, shown.Length);
            Assert.All(shown, one => Assert.Equal(TrainingFault.Hidden, one!.Options.Fault));
            Assert.All(shown, one => Assert.DoesNotContain("LabelsShuffled", JsonSerializer.Serialize(one)));
        }
    }
}
