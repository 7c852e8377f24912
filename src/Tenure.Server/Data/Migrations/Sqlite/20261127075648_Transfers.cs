using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Tenure.Server.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Transfers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "device_transfers",
                columns: table => new
                {
                    device_id = table.Column<string>(type: "TEXT", unicode: false, maxLength: 43, nullable: false),
                    epoch = table.Column<uint>(type: "INTEGER", nullable: false),
                    from = table.Column<Guid>(type: "TEXT", nullable: false),
                    erase = table.Column<bool>(type: "INTEGER", nullable: false),
                    opened_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    usable_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    code_hash = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: true),
                    code_ends_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    to = table.Column<Guid>(type: "TEXT", nullable: true),
                    acceptance = table.Column<Guid>(type: "TEXT", nullable: true),
                    confirmed_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    done_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    objection_key = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: true),
                    objected_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_device_transfers", x => new { x.device_id, x.epoch });
                });

            migrationBuilder.CreateIndex(
                name: "ix_device_transfers_code_hash",
                table: "device_transfers",
                column: "code_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_device_transfers_from",
                table: "device_transfers",
                column: "from");

            migrationBuilder.CreateIndex(
                name: "ix_device_transfers_objection_key",
                table: "device_transfers",
                column: "objection_key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_device_transfers_to",
                table: "device_transfers",
                column: "to");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "device_transfers");
        }
    }
}
