using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Storage;

namespace MnistBlazor.Cluster.Postgres.Migrations;

/// <summary>The model as the newest migration leaves it, in columns; a test compares it with the context's.</summary>
[DbContext(typeof(MnistBlazorContext))]
internal sealed class MnistBlazorContextModelSnapshot : ModelSnapshot
{
    protected override void BuildModel(ModelBuilder model)
    {
        model.HasAnnotation("Relational:MaxIdentifierLength", 63);
        model.Entity(typeof(Run).FullName!, run =>
        {
            run.Property<string>("Id").HasColumnType("text");
            run.Property<string>("Owner").IsRequired().HasColumnType("text");
            run.Property<string>("Lesson").IsRequired().HasColumnType("text");
            run.Property<string>("Options").IsRequired().HasColumnType("text");
            run.Property<string>("Status").IsRequired().HasColumnType("text");
            run.Property<long>("CreatedAt").HasColumnType("bigint");
            run.Property<long?>("StartedAt").HasColumnType("bigint");
            run.Property<long?>("EndedAt").HasColumnType("bigint");
            run.Property<string>("TorchVersion").IsRequired().HasColumnType("text");
            run.Property<string>("CodeVersion").IsRequired().HasColumnType("text");
            run.Property<int>("Step").HasColumnType("integer");
            run.Property<int>("Epoch").HasColumnType("integer");
            run.Property<int>("StepsPerEpoch").HasColumnType("integer");
            run.Property<double?>("Loss").HasColumnType("double precision");
            run.Property<double?>("Accuracy").HasColumnType("double precision");
            run.Property<string>("WatchKey").IsRequired().HasColumnType("text");
            run.Property<string>("Name").HasColumnType("text");
            run.Property<string>("Note").HasColumnType("text");
            run.Property<bool>("Starred").HasColumnType("boolean");
            run.Property<string>("ForkedFrom").HasColumnType("text");
            run.Property<int?>("ForkedAtStep").HasColumnType("integer");
            run.Property<string>("Failure").HasColumnType("text");
            run.Property<long?>("DeletedAt").HasColumnType("bigint");
            run.Property<bool>("DeletedByTeacher").HasColumnType("boolean").HasDefaultValue(false);
            run.Property<int>("Recoveries").HasColumnType("integer");
            run.Property<int>("OwnerEpoch").HasColumnType("integer").HasDefaultValue(1);
            run.Property<string>("Worker").HasColumnType("text");
            run.HasKey("Id");
            run.HasIndex("Owner", "DeletedAt", "CreatedAt", "Id", "Status", "Lesson");
            run.HasIndex("CreatedAt");
            run.HasIndex("Status");
            run.ToTable("Runs");
        });
        model.Entity(typeof(RunEventRow).FullName!, happened =>
        {
            happened.Property<string>("RunId").HasColumnType("text");
            happened.Property<int>("Number").HasColumnType("integer");
            happened.Property<string>("Body").IsRequired().HasColumnType("text");
            happened.HasKey("RunId", "Number");
            happened.ToTable("Events");
            happened.HasOne(typeof(Run).FullName!, null).WithMany().HasForeignKey("RunId").OnDelete(DeleteBehavior.Cascade).IsRequired();
        });
        model.Entity(typeof(CheckpointRow).FullName!, checkpoint =>
        {
            checkpoint.Property<string>("RunId").HasColumnType("text");
            checkpoint.Property<int>("Step").HasColumnType("integer");
            checkpoint.Property<int>("Epoch").HasColumnType("integer");
            checkpoint.Property<long>("Bytes").HasColumnType("bigint");
            checkpoint.Property<long>("At").HasColumnType("bigint");
            checkpoint.Property<int>("OwnerEpoch").HasColumnType("integer").HasDefaultValue(1);
            checkpoint.HasKey("RunId", "Step");
            checkpoint.ToTable("Checkpoints");
            checkpoint.HasOne(typeof(Run).FullName!, null).WithMany().HasForeignKey("RunId").OnDelete(DeleteBehavior.Cascade).IsRequired();
        });
        model.Entity(typeof(EarlyWeightsRow).FullName!, weights =>
        {
            weights.Property<string>("RunId").HasColumnType("text");
            weights.Property<int>("Step").HasColumnType("integer");
            weights.Property<string>("Steps").IsRequired().HasColumnType("text");
            weights.Property<long>("Bytes").HasColumnType("bigint");
            weights.Property<int>("OwnerEpoch").HasColumnType("integer").HasDefaultValue(1);
            weights.HasKey("RunId", "Step");
            weights.ToTable("EarlyWeights");
            weights.HasOne(typeof(Run).FullName!, null).WithMany().HasForeignKey("RunId").OnDelete(DeleteBehavior.Cascade).IsRequired();
        });
        model.Entity(typeof(SessionRow).FullName!, session =>
        {
            session.Property<string>("Owner").HasColumnType("text");
            session.Property<string>("Lesson").HasColumnType("text");
            session.Property<string>("State").IsRequired().HasColumnType("text");
            session.Property<long>("UpdatedAt").HasColumnType("bigint");
            session.Property<string>("Version").IsRequired().HasColumnType("text").HasDefaultValue("");
            session.HasKey("Owner", "Lesson");
            session.ToTable("Sessions");
        });
    }
}
