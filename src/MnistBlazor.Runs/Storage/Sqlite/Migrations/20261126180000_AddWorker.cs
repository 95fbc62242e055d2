using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace MnistBlazor.Runs.Storage.Sqlite.Migrations;

/// <summary>Which process has a run: none is named where there is but one.</summary>
[DbContext(typeof(MnistBlazorContext))]
[Migration("20261126180000_AddWorker")]
internal sealed class AddWorker : Migration
{
    protected override void Up(MigrationBuilder migration) =>
        migration.AddColumn<string>("Worker", "Runs", type: "TEXT", nullable: true);

    protected override void Down(MigrationBuilder migration) => migration.DropColumn("Worker", "Runs");
}
