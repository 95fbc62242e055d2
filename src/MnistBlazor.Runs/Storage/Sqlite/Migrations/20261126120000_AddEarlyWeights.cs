using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace MnistBlazor.Runs.Storage.Sqlite.Migrations;

/// <summary>The weights of the steps of a run's first epoch.</summary>
[DbContext(typeof(MnistBlazorContext))]
[Migration("20261126120000_AddEarlyWeights")]
internal sealed class AddEarlyWeights : Migration
{
    protected override void Up(MigrationBuilder migration) => migration.CreateTable(
        name: "EarlyWeights",
        columns: table => new
        {
            RunId = table.Column<string>(type: "TEXT", nullable: false),
            Step = table.Column<int>(type: "INTEGER", nullable: false),
            Steps = table.Column<string>(type: "TEXT", nullable: false),
            Bytes = table.Column<long>(type: "INTEGER", nullable: false),
        },
        constraints: table =>
        {
            table.PrimaryKey("PK_EarlyWeights", row => new { row.RunId, row.Step });
            table.ForeignKey("FK_EarlyWeights_Runs_RunId", row => row.RunId, "Runs", "Id", onDelete: ReferentialAction.Cascade);
        });

    protected override void Down(MigrationBuilder migration) => migration.DropTable("EarlyWeights");
}
