using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Tenure.Server.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Leaving : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "account_deletions",
                columns: table => new
                {
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    asked_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    due_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    link_hash = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    reminder_hash = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: true),
                    reminded_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    begun_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_account_deletions", x => x.account_id);
                });

            migrationBuilder.CreateTable(
                name: "device_seals",
                columns: table => new
                {
                    device_id = table.Column<string>(type: "character varying(43)", unicode: false, maxLength: 43, nullable: false),
                    holding_id = table.Column<Guid>(type: "uuid", nullable: false),
                    code_hash = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    made_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    sealed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_device_seals", x => x.device_id);
                });

            migrationBuilder.CreateTable(
                name: "tombstones",
                columns: table => new
                {
                    day = table.Column<int>(type: "integer", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tombstones", x => new { x.day, x.hash });
                });

            migrationBuilder.CreateIndex(
                name: "ix_account_deletions_due_at",
                table: "account_deletions",
                column: "due_at");

            migrationBuilder.CreateIndex(
                name: "ix_account_deletions_link_hash",
                table: "account_deletions",
                column: "link_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_account_deletions_reminder_hash",
                table: "account_deletions",
                column: "reminder_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_device_seals_code_hash",
                table: "device_seals",
                column: "code_hash",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "account_deletions");

            migrationBuilder.DropTable(
                name: "device_seals");

            migrationBuilder.DropTable(
                name: "tombstones");
        }
    }
}
