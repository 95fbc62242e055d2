using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace MnistBlazor.Runs.Storage.Sqlite.Migrations;

/// <summary>An index that has all that is asked of thousands of a learner's runs.</summary>
[DbContext(typeof(MnistBlazorContext))]
[Migration("20261127180000_AddListingIndex")]
internal sealed class AddListingIndex : Migration
{
    protected override void Up(MigrationBuilder migration)
    {
        migration.DropIndex("IX_Runs_Owner_CreatedAt", "Runs");
        migration.CreateIndex(
            "IX_Runs_Owner_DeletedAt_CreatedAt_Id_Status_Lesson", "Runs", ["Owner", "DeletedAt", "CreatedAt", "Id", "Status", "Lesson"]);
    }

    protected override void Down(MigrationBuilder migration)
    {
        migration.DropIndex("IX_Runs_Owner_DeletedAt_CreatedAt_Id_Status_Lesson", "Runs");
        migration.CreateIndex("IX_Runs_Owner_CreatedAt", "Runs", ["Owner", "CreatedAt"]);
    }
}
