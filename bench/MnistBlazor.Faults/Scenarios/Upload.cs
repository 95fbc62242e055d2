using MnistBlazor.Lessons.Datasets;
using MnistBlazor.Lessons.Tests.Datasets;
using MnistBlazor.Runs.Tests;

namespace MnistBlazor.Faults.Scenarios;

/// <summary>A data set arrives, is read, looked at, taken in and deleted; another one is drawn.</summary>
internal sealed class Upload : Scenario
{
    public override string Name => "upload";

    public override async Task ActAsync(string folder, Action<string> promise)
    {
        await using var server = await Servers.StartAsync(Data(folder), new());
        var (drafts, drawings) = (server.Get<DatasetDrafts>(), server.Get<DrawingCollections>());
        var first = await drafts.AddAsync(TestServer.Ada, Uploads.TwoClasses());
        promise($"added {first.Id}");
        await drafts.ReadAsync(TestServer.Ada, Uploads.TwoClasses());
        drafts.Discard(TestServer.Ada);
        drawings.AddClass(TestServer.Ada, "alpha");
        drawings.AddClass(TestServer.Ada, "beta");
        for (var drawn = 1; drawn <= 6; drawn++)
        {
            drawings.Add(TestServer.Ada, (drawn % 2 == 0 ? "alpha" : "beta", Dot(drawn)));
            promise($"drawn {drawn}");
        }
        var second = await drafts.AddAsync(TestServer.Ada, drawings.Files(TestServer.Ada, "drawn.zip"));
        promise($"added {second.Id}");
        server.Get<UploadedDatasets>().Delete(TestServer.Ada, first.Id);
        promise($"deleted {first.Id}");
        await server.Stop();
    }

    public override async Task CheckAsync(string folder, IReadOnlyList<string> promised)
    {
        await using (var server = await Servers.StartAsync(Data(folder), new()))
        {
            var sets = server.Get<UploadedDatasets>().List(TestServer.Ada);
            var (added, deleted) = (Of(promised, "added"), Of(promised, "deleted"));
            Need(!deleted.Any(id => sets.Any(set => set.Id == id)), "A data set that was deleted is there.");
            // The deletion may be done, and one more may have been taken in, before anyone was told.
            var missing = added.Except(deleted).Where(id => sets.All(set => set.Id != id)).ToArray();
            Need(missing.Length == 0 || added.Length == 2 && missing[0] == added[0], "A data set is lost.");
            Need(sets.Count(set => !added.Contains(set.Id)) <= 1, "A data set is double.");
            foreach (var set in sets) await server.Get<DatasetLibrary>().LoadAsync(TestServer.Ada, set.Id);
            var drawn = server.Get<DrawingCollections>().Get(TestServer.Ada).Count;
            Need(drawn >= Of(promised, "drawn").Select(int.Parse).LastOrDefault(), $"{drawn} drawings are left.");
            await server.Stop();
        }
        Servers.CheckWhole(Data(folder));
    }

    // No two alike.
    private static byte[] Dot(int at)
    {
        var pixels = new byte[784];
        pixels[at] = 255;
        return pixels;
    }
}
