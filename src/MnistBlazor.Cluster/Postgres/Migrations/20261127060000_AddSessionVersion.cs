using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using MnistBlazor.Runs.Storage;

namespace MnistBlazor.Cluster.Postgres.Migrations;

/// <summary>Which saving of a notebook is stored.</summary>
[DbContext(typeof(MnistBlazorContext))]
[Migration("20261127060000_AddSessionVersion")]
internal sealed class AddSessionVersion : Migration
{
    protected override void Up(MigrationBuilder migration) =>
        migration.AddColumn<string>("Version", "Sessions", type: "text", nullable: false, defaultValue: "");

    protected override void Down(MigrationBuilder migration) => migration.DropColumn("Version", "Sessions");
}
