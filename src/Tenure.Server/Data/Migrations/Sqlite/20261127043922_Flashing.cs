using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Tenure.Server.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Flashing : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "unlock_ticket_at",
                table: "devices",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "firmware",
                columns: table => new
                {
                    digest = table.Column<string>(type: "TEXT", unicode: false, maxLength: 43, nullable: false),
                    key_id = table.Column<string>(type: "TEXT", unicode: false, maxLength: 43, nullable: false),
                    maker = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    product = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    version = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    manifest = table.Column<byte[]>(type: "BLOB", nullable: false),
                    registered_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    withdrawn_at = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_firmware", x => x.digest);
                });

            migrationBuilder.CreateTable(
                name: "firmware_keys",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", unicode: false, maxLength: 43, nullable: false),
                    maker = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    public_key = table.Column<byte[]>(type: "BLOB", nullable: false),
                    added_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    removed_at = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_firmware_keys", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "restores",
                columns: table => new
                {
                    account_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    device_id = table.Column<string>(type: "TEXT", unicode: false, maxLength: 43, nullable: false),
                    holding_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    computer_id = table.Column<string>(type: "TEXT", unicode: false, maxLength: 43, nullable: false),
                    manifest = table.Column<string>(type: "TEXT", unicode: false, maxLength: 43, nullable: false),
                    erase_user_data = table.Column<bool>(type: "INTEGER", nullable: false),
                    entries = table.Column<int>(type: "INTEGER", nullable: false),
                    objection_hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    ends_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    end = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    ended_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    tickets = table.Column<int>(type: "INTEGER", nullable: false),
                    entries_done = table.Column<long>(type: "INTEGER", nullable: true),
                    entries_failed = table.Column<long>(type: "INTEGER", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_restores", x => new { x.account_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "unlocks",
                columns: table => new
                {
                    account_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    device_id = table.Column<string>(type: "TEXT", unicode: false, maxLength: 43, nullable: false),
                    applied_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    due_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    cancelled_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    ticket_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_unlocks", x => new { x.account_id, x.device_id });
                });

            migrationBuilder.CreateIndex(
                name: "ix_restores_account_id_device_id",
                table: "restores",
                columns: new[] { "account_id", "device_id" });

            migrationBuilder.CreateIndex(
                name: "ix_restores_created_at",
                table: "restores",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_restores_id",
                table: "restores",
                column: "id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_restores_objection_hash",
                table: "restores",
                column: "objection_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_unlocks_ticket_at",
                table: "unlocks",
                column: "ticket_at",
                filter: "ticket_at IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "firmware");

            migrationBuilder.DropTable(
                name: "firmware_keys");

            migrationBuilder.DropTable(
                name: "restores");

            migrationBuilder.DropTable(
                name: "unlocks");

            migrationBuilder.DropColumn(
                name: "unlock_ticket_at",
                table: "devices");
        }
    }
}
