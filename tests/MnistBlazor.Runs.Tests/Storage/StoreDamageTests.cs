using MnistBlazor.Runs.Storage;
using static MnistBlazor.Runs.Tests.TestServer;

namespace MnistBlazor.Runs.Tests.Storage;

/// <summary>What is left of a store that was in use is never taken for a new one.</summary>
public sealed class StoreDamageTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FakeTraining _training = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(null)]
    [InlineData(100)]
    public async Task A_store_cut_to_nothing_is_refused_with_what_to_do(int? length)
    {
        await using (var server = await Start(_folder, _training.Backend)) await server.Stop();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        var store = Path.Combine(_folder.Path, "notebook.db");
        if (length is { } bytes)
        {
            await using var file = File.OpenWrite(store);
            file.SetLength(bytes);
        }
        else
        {
            File.Delete(store);
        }

        var refused = await Assert.ThrowsAsync<StoreDamagedException>(() => Start(_folder, _training.Backend));

        Assert.Contains("backup", refused.Message);
        Assert.Equal(length ?? 0, File.Exists(store) ? new FileInfo(store).Length : 0);
    }

    [Fact]
    public async Task A_first_start_that_was_cut_off_before_the_store_was_made_is_simply_done_again()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "notebook.db"), "");

        await using var server = await Start(_folder, _training.Backend);

        Assert.True(server.Get<StoreHealth>().Writable);
    }
}
