using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using MnistBlazor.Runs.Storage;

namespace MnistBlazor.Cluster.Postgres.Migrations;

/// <summary>Texts that hold for all nodes.</summary>
[DbContext(typeof(MnistBlazorContext))]
[Migration("20261127000000_AddDocuments")]
internal sealed class AddDocuments : Migration
{
    // Not Entity Framework's: PostgresDocuments reads and writes it.
    protected override void Up(MigrationBuilder migration) => migration.Sql("""
        CREATE TABLE "Documents" (
            "Name" text NOT NULL CONSTRAINT "PK_Documents" PRIMARY KEY,
            "Text" text NOT NULL);
        """);

    protected override void Down(MigrationBuilder migration) => migration.DropTable("Documents");
}
