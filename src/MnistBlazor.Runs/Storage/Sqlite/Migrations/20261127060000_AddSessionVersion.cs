using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace MnistBlazor.Runs.Storage.Sqlite.Migrations;

/// <summary>Which saving of a notebook is stored.</summary>
[DbContext(typeof(MnistBlazorContext))]
[Migration("20261127060000_AddSessionVersion")]
internal sealed class AddSessionVersion : Migration
{
    protected override void Up(MigrationBuilder migration) =>
        migration.AddColumn<string>("Version", "Sessions", type: "TEXT", nullable: false, defaultValue: "");

    protected override void Down(MigrationBuilder migration) => migration.DropColumn("Version", "Sessions");
}
