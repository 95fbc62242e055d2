using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace MnistBlazor.Runs.Storage.Sqlite.Migrations;

/// <summary>Whether the teacher deleted a run; and all learners' runs by their age, as the teacher reads them.</summary>
[DbContext(typeof(MnistBlazorContext))]
[Migration("20261126000000_AddTeacher")]
internal sealed class AddTeacher : Migration
{
    protected override void Up(MigrationBuilder migration)
    {
        migration.AddColumn<bool>("DeletedByTeacher", "Runs", type: "INTEGER", nullable: false, defaultValue: false);
        migration.CreateIndex("IX_Runs_CreatedAt", "Runs", "CreatedAt");
    }

    protected override void Down(MigrationBuilder migration)
    {
        migration.DropIndex("IX_Runs_CreatedAt", "Runs");
        migration.DropColumn("DeletedByTeacher", "Runs");
    }
}
