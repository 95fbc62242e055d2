using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Runs.Storage.Sqlite.Migrations;

/// <summary>The model as the newest migration leaves it, in columns; a test compares it with the context's.</summary>
[DbContext(typeof(MnistBlazorContext))]
internal sealed class MnistBlazorContextModelSnapshot : ModelSnapshot
{
    protected override void BuildModel(ModelBuilder model)
    {
        model.Entity(typeof(Run).FullName!, run =>
        {
            run.Property<string>("Id").HasColumnType("TEXT");
            run.Property<string>("Owner").IsRequired().HasColumnType("TEXT");
            run.Property<string>("Lesson").IsRequired().HasColumnType("TEXT");
            run.Property<string>("Options").IsRequired().HasColumnType("TEXT");
            run.Property<string>("Status").IsRequired().HasColumnType("TEXT");
            run.Property<long>("CreatedAt").HasColumnType("INTEGER");
            run.Property<long?>("StartedAt").HasColumnType("INTEGER");
            run.Property<long?>("EndedAt").HasColumnType("INTEGER");
            run.Property<string>("TorchVersion").IsRequired().HasColumnType("TEXT");
            run.Property<string>("CodeVersion").IsRequired().HasColumnType("TEXT");
            run.Property<int>("Step").HasColumnType("INTEGER");
            run.Property<int>("Epoch").HasColumnType("INTEGER");
            run.Property<int>("StepsPerEpoch").HasColumnType("INTEGER");
            run.Property<double?>("Loss").HasColumnType("REAL");
            run.Property<double?>("Accuracy").HasColumnType("REAL");
            run.Property<string>("WatchKey").IsRequired().HasColumnType("TEXT");
            run.Property<string>("Name").HasColumnType("TEXT");
            run.Property<string>("Note").HasColumnType("TEXT");
            run.Property<bool>("Starred").HasColumnType("INTEGER");
            run.Property<string>("ForkedFrom").HasColumnType("TEXT");
            run.Property<int?>("ForkedAtStep").HasColumnType("INTEGER");
            run.Property<string>("Failure").HasColumnType("TEXT");
            run.Property<long?>("DeletedAt").HasColumnType("INTEGER");
            run.Property<bool>("DeletedByTeacher").HasColumnType("INTEGER").HasDefaultValue(false);
            run.Property<int>("Recoveries").HasColumnType("INTEGER");
            run.Property<int>("OwnerEpoch").HasColumnType("INTEGER").HasDefaultValue(1);
            run.Property<string>("Worker").HasColumnType("TEXT");
            run.HasKey("Id");
            run.HasIndex("Owner", "DeletedAt", "CreatedAt", "Id", "Status", "Lesson");
            run.HasIndex("CreatedAt");
            run.HasIndex("Status");
            run.ToTable("Runs");
        });
        model.Entity(typeof(RunEventRow).FullName!, happened =>
        {
            happened.Property<string>("RunId").HasColumnType("TEXT");
            happened.Property<int>("Number").HasColumnType("INTEGER");
            happened.Property<string>("Body").IsRequired().HasColumnType("TEXT");
            happened.HasKey("RunId", "Number");
            happened.ToTable("Events");
            happened.HasOne(typeof(Run).FullName!, null).WithMany().HasForeignKey("RunId").OnDelete(DeleteBehavior.Cascade).IsRequired();
        });
        model.Entity(typeof(CheckpointRow).FullName!, checkpoint =>
        {
            checkpoint.Property<string>("RunId").HasColumnType("TEXT");
            checkpoint.Property<int>("Step").HasColumnType("INTEGER");
            checkpoint.Property<int>("Epoch").HasColumnType("INTEGER");
            checkpoint.Property<long>("Bytes").HasColumnType("INTEGER");
            checkpoint.Property<long>("At").HasColumnType("INTEGER");
            checkpoint.Property<int>("OwnerEpoch").HasColumnType("INTEGER").HasDefaultValue(1);
            checkpoint.HasKey("RunId", "Step");
            checkpoint.ToTable("Checkpoints");
            checkpoint.HasOne(typeof(Run).FullName!, null).WithMany().HasForeignKey("RunId").OnDelete(DeleteBehavior.Cascade).IsRequired();
        });
        model.Entity(typeof(EarlyWeightsRow).FullName!, weights =>
        {
            weights.Property<string>("RunId").HasColumnType("TEXT");
            weights.Property<int>("Step").HasColumnType("INTEGER");
            weights.Property<string>("Steps").IsRequired().HasColumnType("TEXT");
            weights.Property<long>("Bytes").HasColumnType("INTEGER");
            weights.Property<int>("OwnerEpoch").HasColumnType("INTEGER").HasDefaultValue(1);
            weights.HasKey("RunId", "Step");
            weights.ToTable("EarlyWeights");
            weights.HasOne(typeof(Run).FullName!, null).WithMany().HasForeignKey("RunId").OnDelete(DeleteBehavior.Cascade).IsRequired();
        });
        model.Entity(typeof(SessionRow).FullName!, session =>
        {
            session.Property<string>("Owner").HasColumnType("TEXT");
            session.Property<string>("Lesson").HasColumnType("TEXT");
            session.Property<string>("State").IsRequired().HasColumnType("TEXT");
            session.Property<long>("UpdatedAt").HasColumnType("INTEGER");
            session.Property<string>("Version").IsRequired().HasColumnType("TEXT").HasDefaultValue("");
            session.HasKey("Owner", "Lesson");
            session.ToTable("Sessions");
        });
    }
}
