using Microsoft.EntityFrameworkCore;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Runs.Storage;

/// <summary>
/// What the store needs of its database beyond what Entity Framework says the same way to all of them: one object for one database.
/// <para>
/// An implementation owes: whole numbers, texts and transactions as Entity Framework maps them; a commit that returned survives a crash
/// of the machine; readers see the last commit and wait for no writer. Thread-safe.
/// </para>
/// </summary>
internal interface IStoreDialect
{
    /// <summary>Lets a context use the database.</summary>
    void Configure(DbContextOptionsBuilder options);

    /// <summary>
    /// Brings the database to the newest schema, from nothing or from any earlier one; what a process that died while migrating left
    /// does not hold it up. Nobody else writes meanwhile.
    /// </summary>
    /// <exception cref="StoreDamagedException">It is damaged, or nothing is left of one that was in use.</exception>
    void Prepare(MnistBlazorContext context);

    /// <summary>Adds the next events of a run, in the context's transaction: the first under the number, the others after it.</summary>
    /// <param name="bodies">Each an event as JSON.</param>
    void AddEvents(MnistBlazorContext context, RunId run, int number, IReadOnlyList<string> bodies);

    /// <summary>Whether the database itself failed, its disk or its connection, so that nothing else can be written now either.</summary>
    bool IsUnavailable(Exception exception);

    /// <summary>Reads what its caller cannot do without: while the database is away, this waits for it, within reason.</summary>
    T WhenThere<T>(Func<T> read);

    /// <summary>There is a database.</summary>
    bool Exists { get; }

    /// <summary>Other processes may use the database at the same time.</summary>
    bool IsShared { get; }
}
