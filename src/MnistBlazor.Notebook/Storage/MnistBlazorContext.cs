using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace MnistBlazor.Notebook.Storage;

/// <summary>
/// The store: runs, their events and checkpoints, and learners' sessions, in SQLite with a write-ahead log. One thread writes
/// (<see cref="StoreWriter"/>); any thread reads, with a context of its own.
/// </summary>
public sealed class MnistBlazorContext(DbContextOptions<MnistBlazorContext> options) : DbContext(options)
{
    public DbSet<RunRow> Runs => Set<RunRow>();

    public DbSet<RunEventRow> Events => Set<RunEventRow>();

    public DbSet<CheckpointRow> Checkpoints => Set<CheckpointRow>();

    public DbSet<SessionRow> Sessions => Set<SessionRow>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configuration) =>
        configuration.Properties<DateTimeOffset>().HaveConversion<UtcTicks>();

    protected override void OnModelCreating(ModelBuilder model)
    {
        model.Entity<RunRow>(run =>
        {
            run.ToTable("Runs").HasKey(row => row.Id);
            run.HasIndex(row => new { row.Owner, row.CreatedAt });
            run.HasIndex(row => row.Status);
        });
        model.Entity<RunEventRow>(happened =>
        {
            happened.ToTable("Events").HasKey(row => new { row.RunId, row.Number });
            happened.HasOne<RunRow>().WithMany().HasForeignKey(row => row.RunId).OnDelete(DeleteBehavior.Cascade);
        });
        model.Entity<CheckpointRow>(checkpoint =>
        {
            checkpoint.ToTable("Checkpoints").HasKey(row => new { row.RunId, row.Step });
            checkpoint.HasOne<RunRow>().WithMany().HasForeignKey(row => row.RunId).OnDelete(DeleteBehavior.Cascade);
        });
        model.Entity<SessionRow>(session => session.ToTable("Sessions").HasKey(row => new { row.Owner, row.Lesson }));
    }

    // SQLite has no type for times; whole numbers sort and compare.
    private sealed class UtcTicks() : ValueConverter<DateTimeOffset, long>(
        time => time.UtcTicks, ticks => new DateTimeOffset(ticks, TimeSpan.Zero));
}
