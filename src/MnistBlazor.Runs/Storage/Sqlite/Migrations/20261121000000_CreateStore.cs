using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace MnistBlazor.Runs.Storage.Sqlite.Migrations;

/// <summary>Runs, events, checkpoints, sessions.</summary>
[DbContext(typeof(MnistBlazorContext))]
[Migration("20261121000000_CreateStore")]
internal sealed class CreateStore : Migration
{
    protected override void Up(MigrationBuilder migration)
    {
        migration.CreateTable(
            name: "Runs",
            columns: table => new
            {
                Id = table.Column<string>(type: "TEXT", nullable: false),
                Owner = table.Column<string>(type: "TEXT", nullable: false),
                Lesson = table.Column<string>(type: "TEXT", nullable: false),
                Options = table.Column<string>(type: "TEXT", nullable: false),
                Status = table.Column<string>(type: "TEXT", nullable: false),
                CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                StartedAt = table.Column<long>(type: "INTEGER", nullable: true),
                EndedAt = table.Column<long>(type: "INTEGER", nullable: true),
                TorchVersion = table.Column<string>(type: "TEXT", nullable: false),
                CodeVersion = table.Column<string>(type: "TEXT", nullable: false),
                Step = table.Column<int>(type: "INTEGER", nullable: false),
                Epoch = table.Column<int>(type: "INTEGER", nullable: false),
                StepsPerEpoch = table.Column<int>(type: "INTEGER", nullable: false),
                Loss = table.Column<double>(type: "REAL", nullable: true),
                Accuracy = table.Column<double>(type: "REAL", nullable: true),
                WatchKey = table.Column<string>(type: "TEXT", nullable: false),
                Name = table.Column<string>(type: "TEXT", nullable: true),
                Note = table.Column<string>(type: "TEXT", nullable: true),
                Starred = table.Column<bool>(type: "INTEGER", nullable: false),
                ForkedFrom = table.Column<string>(type: "TEXT", nullable: true),
                ForkedAtStep = table.Column<int>(type: "INTEGER", nullable: true),
                Failure = table.Column<string>(type: "TEXT", nullable: true),
                DeletedAt = table.Column<long>(type: "INTEGER", nullable: true),
                Recoveries = table.Column<int>(type: "INTEGER", nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_Runs", row => row.Id));
        migration.CreateIndex("IX_Runs_Owner_CreatedAt", "Runs", ["Owner", "CreatedAt"]);
        migration.CreateIndex("IX_Runs_Status", "Runs", "Status");

        migration.CreateTable(
            name: "Events",
            columns: table => new
            {
                RunId = table.Column<string>(type: "TEXT", nullable: false),
                Number = table.Column<int>(type: "INTEGER", nullable: false),
                Body = table.Column<string>(type: "TEXT", nullable: false),
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_Events", row => new { row.RunId, row.Number });
                table.ForeignKey("FK_Events_Runs_RunId", row => row.RunId, "Runs", "Id", onDelete: ReferentialAction.Cascade);
            });

        migration.CreateTable(
            name: "Checkpoints",
            columns: table => new
            {
                RunId = table.Column<string>(type: "TEXT", nullable: false),
                Step = table.Column<int>(type: "INTEGER", nullable: false),
                Epoch = table.Column<int>(type: "INTEGER", nullable: false),
                Bytes = table.Column<long>(type: "INTEGER", nullable: false),
                At = table.Column<long>(type: "INTEGER", nullable: false),
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_Checkpoints", row => new { row.RunId, row.Step });
                table.ForeignKey("FK_Checkpoints_Runs_RunId", row => row.RunId, "Runs", "Id", onDelete: ReferentialAction.Cascade);
            });

        migration.CreateTable(
            name: "Sessions",
            columns: table => new
            {
                Owner = table.Column<string>(type: "TEXT", nullable: false),
                Lesson = table.Column<string>(type: "TEXT", nullable: false),
                State = table.Column<string>(type: "TEXT", nullable: false),
                UpdatedAt = table.Column<long>(type: "INTEGER", nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_Sessions", row => new { row.Owner, row.Lesson }));
    }

    protected override void Down(MigrationBuilder migration)
    {
        migration.DropTable("Sessions");
        migration.DropTable("Checkpoints");
        migration.DropTable("Events");
        migration.DropTable("Runs");
    }
}
