using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Tenure.Server.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class DeviceClaims : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "device_claims",
                columns: table => new
                {
                    device_id = table.Column<string>(type: "TEXT", unicode: false, maxLength: 43, nullable: false),
                    serial = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    region = table.Column<string>(type: "TEXT", maxLength: 16, nullable: true),
                    rollback_indexes = table.Column<string>(type: "TEXT", maxLength: 1200, nullable: true),
                    is_unlocked = table.Column<bool>(type: "INTEGER", nullable: true),
                    digest = table.Column<byte[]>(type: "BLOB", nullable: false),
                    said_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_device_claims", x => x.device_id);
                });

            migrationBuilder.CreateTable(
                name: "device_imeis",
                columns: table => new
                {
                    device_id = table.Column<string>(type: "TEXT", unicode: false, maxLength: 43, nullable: false),
                    position = table.Column<int>(type: "INTEGER", nullable: false),
                    imei = table.Column<string>(type: "TEXT", unicode: false, maxLength: 14, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_device_imeis", x => new { x.device_id, x.position });
                });

            migrationBuilder.CreateTable(
                name: "device_sims",
                columns: table => new
                {
                    device_id = table.Column<string>(type: "TEXT", unicode: false, maxLength: 43, nullable: false),
                    holding_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    slot = table.Column<int>(type: "INTEGER", nullable: false),
                    mac = table.Column<byte[]>(type: "BLOB", nullable: false),
                    last_four = table.Column<string>(type: "TEXT", unicode: false, maxLength: 4, nullable: false),
                    network = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    seen_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_device_sims", x => new { x.device_id, x.holding_id, x.slot });
                });

            migrationBuilder.CreateIndex(
                name: "ix_device_claims_serial",
                table: "device_claims",
                column: "serial");

            migrationBuilder.CreateIndex(
                name: "ix_device_imeis_imei",
                table: "device_imeis",
                column: "imei");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "device_claims");

            migrationBuilder.DropTable(
                name: "device_imeis");

            migrationBuilder.DropTable(
                name: "device_sims");
        }
    }
}
