using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using MnistBlazor.ML.Training;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Log;

namespace MnistBlazor.Runs.Storage;

/// <summary>
/// The store: runs, their events and checkpoints, and learners' sessions. One thread writes (<see cref="StoreWriter"/>); any thread
/// reads, with a context of its own.
/// </summary>
public sealed class MnistBlazorContext(DbContextOptions<MnistBlazorContext> options) : DbContext(options)
{
    /// <summary>
    /// The column that counts the starts of the server that found a run interrupted, since its last checkpoint. It is the store's
    /// alone: a <see cref="Run"/> does not have it.
    /// </summary>
    internal const string Recoveries = "Recoveries";

    /// <summary>
    /// The column that says for the how manieth time the run was handed to someone to train it: who has it under an earlier epoch
    /// writes no more. 1 on one machine. The store's alone as well.
    /// </summary>
    internal const string OwnerEpoch = "OwnerEpoch";

    /// <summary>The column that says which process has the run; null: none, or there is but one.</summary>
    internal const string Worker = "Worker";

    public DbSet<Run> Runs => Set<Run>();

    public DbSet<RunEventRow> Events => Set<RunEventRow>();

    public DbSet<CheckpointRow> Checkpoints => Set<CheckpointRow>();

    public DbSet<EarlyWeightsRow> EarlyWeights => Set<EarlyWeightsRow>();

    public DbSet<SessionRow> Sessions => Set<SessionRow>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configuration)
    {
        configuration.Properties<DateTimeOffset>().HaveConversion<UtcTicks>();
        configuration.Properties<RunId>().HaveConversion<RunIdText>();
        configuration.Properties<LearnerId>().HaveConversion<LearnerIdText>();
        configuration.Properties<RunStatus>().HaveConversion<string>();
        configuration.Properties<TrainingOptions>().HaveConversion<Json<TrainingOptions>>();
        configuration.Properties<Message>().HaveConversion<Json<Message>>();
    }

    protected override void OnModelCreating(ModelBuilder model)
    {
        model.Entity<Run>(run =>
        {
            run.ToTable("Runs").HasKey(row => row.Id);
            // All that is asked of thousands of a learner's runs: their rows, with the options, are long.
            run.HasIndex(row => new { row.Owner, row.DeletedAt, row.CreatedAt, row.Id, row.Status, row.Lesson });
            run.HasIndex(row => row.CreatedAt);
            run.HasIndex(row => row.Status);
            run.Property(row => row.DeletedAt);
            run.Property(row => row.DeletedByTeacher).HasDefaultValue(false);
            run.Property<int>(Recoveries);
            run.Property<int>(OwnerEpoch).HasDefaultValue(RunRecording.FirstEpoch);
            run.Property<string>(Worker).IsRequired(false);
            // The server's at the moment, and not the run's.
            run.Ignore(row => row.QueuePosition).Ignore(row => row.EstimatedWait).Ignore(row => row.Unsaved).Ignore(row => row.Moved)
                .Ignore(row => row.Obstacle);
        });
        model.Entity<RunEventRow>(happened =>
        {
            happened.ToTable("Events").HasKey(row => new { row.RunId, row.Number });
            happened.HasOne<Run>().WithMany().HasForeignKey(row => row.RunId).OnDelete(DeleteBehavior.Cascade);
        });
        model.Entity<CheckpointRow>(checkpoint =>
        {
            checkpoint.ToTable("Checkpoints").HasKey(row => new { row.RunId, row.Step });
            checkpoint.Property(row => row.OwnerEpoch).HasDefaultValue(RunRecording.FirstEpoch);
            checkpoint.HasOne<Run>().WithMany().HasForeignKey(row => row.RunId).OnDelete(DeleteBehavior.Cascade);
        });
        model.Entity<EarlyWeightsRow>(weights =>
        {
            weights.ToTable("EarlyWeights").HasKey(row => new { row.RunId, row.Step });
            weights.Property(row => row.OwnerEpoch).HasDefaultValue(RunRecording.FirstEpoch);
            weights.HasOne<Run>().WithMany().HasForeignKey(row => row.RunId).OnDelete(DeleteBehavior.Cascade);
        });
        model.Entity<SessionRow>(session =>
        {
            session.ToTable("Sessions").HasKey(row => new { row.Owner, row.Lesson });
            session.Property(row => row.Version).HasDefaultValue("");
        });
    }

    // Not every database has a type for times; whole numbers sort and compare in all of them.
    private sealed class UtcTicks() : ValueConverter<DateTimeOffset, long>(
        time => time.UtcTicks, ticks => new DateTimeOffset(ticks, TimeSpan.Zero));

    private sealed class RunIdText() : ValueConverter<RunId, string>(id => id.Value, text => RunId.Parse(text));

    private sealed class LearnerIdText() : ValueConverter<LearnerId, string>(id => id.Value, text => new LearnerId(text));

    // Null instead of an exception for what this version cannot read: one such run must not hide the others.
    private sealed class Json<T>() : ValueConverter<T, string>(
        value => StoredJson.Write(value), json => StoredJson.ReadIfKnown<T>(json)!) where T : class;
}
