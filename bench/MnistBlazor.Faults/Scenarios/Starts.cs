using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Storage;
using MnistBlazor.Runs.Tests;
using MnistBlazor.Web.Hosting;
using MnistBlazor.Web.Hosting.Access;

namespace MnistBlazor.Faults.Scenarios;

/// <summary>The first start: the folder, its keys, the token, the store, a network of the first page; and another token.</summary>
internal sealed class FirstStart : Scenario
{
    private const string Network = "models/welcome-softmax.safetensors";

    public override string Name => "first-start";

    public override async Task ActAsync(string folder, Action<string> promise)
    {
        var data = Web.Hosting.DataDirectory.Prepare(Data(folder));
        await using var identity = Identity(data);
        await using var server = await Servers.StartAsync(data, new());
        promise("cookie " + Protector(identity).Protect("ada"));
        var tokens = new AccessTokens(new DocumentFiles(data));
        promise("token " + tokens.Class);
        server.Get<IRunBlobs>().Write(Network, new byte[40_000]);
        promise("network");
        promise("token " + tokens.RenewClass());
        await server.Stop();
    }

    public override async Task CheckAsync(string folder, IReadOnlyList<string> promised)
    {
        var data = Web.Hosting.DataDirectory.Prepare(Data(folder));
        await using var identity = Identity(data);
        await using (var server = await Servers.StartAsync(data, new()))
        {
            foreach (var cookie in Of(promised, "cookie"))
                Need(Protector(identity).Unprotect(cookie) == "ada", "A learner is not known any more.");
            var (token, told) = (new AccessTokens(new DocumentFiles(data)).Class, Of(promised, "token"));
            Need(told.Length < 2 || token == told[1], "The token is another.");
            var network = server.Get<IRunBlobs>().Read(Network);
            Need(network is null ? !promised.Contains("network") : network.Length == 40_000, "The network is not whole.");
            Protector(identity).Protect("bert");
            await server.Stop();
        }
        Need(Directory.GetFiles(LearnerKeys.Folder(data), "*.xml").Length == 1, "There are several keys.");
        Servers.CheckWhole(data);
    }

    private static ServiceProvider Identity(string data) =>
        new ServiceCollection().AddLogging().AddLearnerIdentity(data).BuildServiceProvider();

    private static IDataProtector Protector(IServiceProvider identity) =>
        identity.GetRequiredService<IDataProtectionProvider>().CreateProtector("learner");
}

/// <summary>A store of an earlier version is brought to the newest schema.</summary>
internal sealed class Migration : Scenario
{
    public override string Name => "migration";

    public override Task PrepareAsync(string folder)
    {
        Directory.CreateDirectory(Data(folder));
        using var connection = new SqliteConnection($"Data Source={Path.Combine(Data(folder), "notebook.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "store-of-2026-11.sql"))
            + "; UPDATE Runs SET Status = 'Stopped' WHERE Status IN ('Queued', 'Running', 'Paused'); DELETE FROM Checkpoints;";
        command.ExecuteNonQuery();
        return Task.CompletedTask;
    }

    public override async Task ActAsync(string folder, Action<string> promise)
    {
        await using var server = await Servers.StartAsync(Data(folder), new());
        promise("started");
        await server.Stop();
    }

    public override async Task CheckAsync(string folder, IReadOnlyList<string> promised)
    {
        await using (var server = await Servers.StartAsync(Data(folder), new()))
        {
            var runs = server.Runs.List(TestServer.Ada).Concat(server.Runs.List(TestServer.Bert)).ToList();
            Need((runs.Count, runs.Sum(run => server.Events(run).Count)) == (6, 166), "Rows are lost or double.");
            await server.Stop();
        }
        Servers.CheckWhole(Data(folder));
    }
}
