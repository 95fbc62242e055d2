using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace MnistBlazor.Runs.Storage.Sqlite.Migrations;

/// <summary>Under which epoch of ownership the file of a checkpoint, or of early weights, was written: it is part of its name.</summary>
[DbContext(typeof(MnistBlazorContext))]
[Migration("20261127120000_AddFileOwner")]
internal sealed class AddFileOwner : Migration
{
    protected override void Up(MigrationBuilder migration)
    {
        foreach (var table in new[] { "Checkpoints", "EarlyWeights" })
            migration.AddColumn<int>("OwnerEpoch", table, type: "INTEGER", nullable: false, defaultValue: 1);
    }

    protected override void Down(MigrationBuilder migration)
    {
        foreach (var table in new[] { "Checkpoints", "EarlyWeights" }) migration.DropColumn("OwnerEpoch", table);
    }
}
