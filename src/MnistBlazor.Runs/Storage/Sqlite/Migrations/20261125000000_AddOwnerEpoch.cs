using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace MnistBlazor.Runs.Storage.Sqlite.Migrations;

/// <summary>A run's epoch of ownership: 1 for all that one machine has trained.</summary>
[DbContext(typeof(MnistBlazorContext))]
[Migration("20261125000000_AddOwnerEpoch")]
internal sealed class AddOwnerEpoch : Migration
{
    protected override void Up(MigrationBuilder migration) =>
        migration.AddColumn<int>("OwnerEpoch", "Runs", type: "INTEGER", nullable: false, defaultValue: 1);

    protected override void Down(MigrationBuilder migration) => migration.DropColumn("OwnerEpoch", "Runs");
}
