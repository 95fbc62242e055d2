using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using MnistBlazor.Runs.Storage;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

namespace MnistBlazor.Cluster.Postgres.Migrations;

/// <summary>Runs, events, checkpoints, weights, sessions; and blobs and keys.</summary>
[DbContext(typeof(MnistBlazorContext))]
[Migration("20261126180000_CreateStore")]
internal sealed class CreateStore : Migration
{
    protected override void Up(MigrationBuilder migration)
    {
        migration.CreateTable(
            name: "Runs",
            columns: table => new
            {
                Id = table.Column<string>(type: "text", nullable: false),
                Owner = table.Column<string>(type: "text", nullable: false),
                Lesson = table.Column<string>(type: "text", nullable: false),
                Options = table.Column<string>(type: "text", nullable: false),
                Status = table.Column<string>(type: "text", nullable: false),
                CreatedAt = table.Column<long>(type: "bigint", nullable: false),
                StartedAt = table.Column<long>(type: "bigint", nullable: true),
                EndedAt = table.Column<long>(type: "bigint", nullable: true),
                TorchVersion = table.Column<string>(type: "text", nullable: false),
                CodeVersion = table.Column<string>(type: "text", nullable: false),
                Step = table.Column<int>(type: "integer", nullable: false),
                Epoch = table.Column<int>(type: "integer", nullable: false),
                StepsPerEpoch = table.Column<int>(type: "integer", nullable: false),
                Loss = table.Column<double>(type: "double precision", nullable: true),
                Accuracy = table.Column<double>(type: "double precision", nullable: true),
                WatchKey = table.Column<string>(type: "text", nullable: false),
                Name = table.Column<string>(type: "text", nullable: true),
                Note = table.Column<string>(type: "text", nullable: true),
                Starred = table.Column<bool>(type: "boolean", nullable: false),
                ForkedFrom = table.Column<string>(type: "text", nullable: true),
                ForkedAtStep = table.Column<int>(type: "integer", nullable: true),
                Failure = table.Column<string>(type: "text", nullable: true),
                DeletedAt = table.Column<long>(type: "bigint", nullable: true),
                DeletedByTeacher = table.Column<bool>(type: "boolean", nullable: false, defaultValue: false),
                Recoveries = table.Column<int>(type: "integer", nullable: false),
                OwnerEpoch = table.Column<int>(type: "integer", nullable: false, defaultValue: 1),
                Worker = table.Column<string>(type: "text", nullable: true),
            },
            constraints: table => table.PrimaryKey("PK_Runs", row => row.Id));
        migration.CreateIndex("IX_Runs_Owner_CreatedAt", "Runs", ["Owner", "CreatedAt"]);
        migration.CreateIndex("IX_Runs_CreatedAt", "Runs", "CreatedAt");
        migration.CreateIndex("IX_Runs_Status", "Runs", "Status");

        migration.CreateTable(
            name: "Events",
            columns: table => new
            {
                RunId = table.Column<string>(type: "text", nullable: false),
                Number = table.Column<int>(type: "integer", nullable: false),
                Body = table.Column<string>(type: "text", nullable: false),
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
                RunId = table.Column<string>(type: "text", nullable: false),
                Step = table.Column<int>(type: "integer", nullable: false),
                Epoch = table.Column<int>(type: "integer", nullable: false),
                Bytes = table.Column<long>(type: "bigint", nullable: false),
                At = table.Column<long>(type: "bigint", nullable: false),
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_Checkpoints", row => new { row.RunId, row.Step });
                table.ForeignKey("FK_Checkpoints_Runs_RunId", row => row.RunId, "Runs", "Id", onDelete: ReferentialAction.Cascade);
            });

        migration.CreateTable(
            name: "EarlyWeights",
            columns: table => new
            {
                RunId = table.Column<string>(type: "text", nullable: false),
                Step = table.Column<int>(type: "integer", nullable: false),
                Steps = table.Column<string>(type: "text", nullable: false),
                Bytes = table.Column<long>(type: "bigint", nullable: false),
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_EarlyWeights", row => new { row.RunId, row.Step });
                table.ForeignKey("FK_EarlyWeights_Runs_RunId", row => row.RunId, "Runs", "Id", onDelete: ReferentialAction.Cascade);
            });

        migration.CreateTable(
            name: "Sessions",
            columns: table => new
            {
                Owner = table.Column<string>(type: "text", nullable: false),
                Lesson = table.Column<string>(type: "text", nullable: false),
                State = table.Column<string>(type: "text", nullable: false),
                UpdatedAt = table.Column<long>(type: "bigint", nullable: false),
            },
            constraints: table => table.PrimaryKey("PK_Sessions", row => new { row.Owner, row.Lesson }));

        migration.CreateTable(
            name: "DataProtectionKeys",
            columns: table => new
            {
                Id = table.Column<int>(type: "integer", nullable: false)
                    .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                FriendlyName = table.Column<string>(type: "text", nullable: true),
                Xml = table.Column<string>(type: "text", nullable: true),
            },
            constraints: table => table.PrimaryKey("PK_DataProtectionKeys", row => row.Id));

        // Not Entity Framework's: PostgresBlobs reads and writes it. The order of bytes, so that the names in a folder stand together
        // whatever language the server sorts by.
        migration.Sql("""
            CREATE TABLE "Blobs" (
                "Name" text COLLATE "C" NOT NULL CONSTRAINT "PK_Blobs" PRIMARY KEY,
                "Bytes" bytea NOT NULL);
            ALTER TABLE "Blobs" ALTER COLUMN "Bytes" SET STORAGE EXTERNAL;
            """);
    }

    protected override void Down(MigrationBuilder migration)
    {
        migration.Sql("""DROP TABLE "Blobs";""");
        migration.DropTable("DataProtectionKeys");
        migration.DropTable("Sessions");
        migration.DropTable("EarlyWeights");
        migration.DropTable("Checkpoints");
        migration.DropTable("Events");
        migration.DropTable("Runs");
    }
}
