using MnistBlazor.Runs.Storage;
using MnistBlazor.Runs.Storage.Sqlite;
using MnistBlazor.Runs.Tests.Contracts;

namespace MnistBlazor.Runs.Tests.Storage.Sqlite;

/// <summary>SQLite keeps the contract.</summary>
public sealed class SqliteDialectTests : StoreDialectContract
{
    [Theory]
    [InlineData("notebook.db", true)]
    [InlineData("notebook.db-wal", true)]
    [InlineData("runs/notebook.db", false)]
    [InlineData("models/welcome.safetensors", false)]
    public void Its_own_files_are_the_database_and_its_logs(string file, bool own) => Assert.Equal(own, In(Folder.Path).IsOwn(file));

    private protected override IStoreDialect In(string folder) => new SqliteDialect(folder);
}
