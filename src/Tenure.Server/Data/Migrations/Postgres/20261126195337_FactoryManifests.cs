using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Tenure.Server.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class FactoryManifests : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "device_duplicates",
                columns: table => new
                {
                    device_id = table.Column<string>(type: "character varying(43)", unicode: false, maxLength: 43, nullable: false),
                    claimant = table.Column<string>(type: "character varying(43)", unicode: false, maxLength: 43, nullable: false),
                    field = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    first_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    last_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    times = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_device_duplicates", x => new { x.device_id, x.claimant, x.field });
                });

            migrationBuilder.CreateTable(
                name: "manifest_devices",
                columns: table => new
                {
                    device_id = table.Column<string>(type: "character varying(43)", unicode: false, maxLength: 43, nullable: false),
                    manifest_id = table.Column<string>(type: "character varying(32)", unicode: false, maxLength: 32, nullable: false),
                    serial = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    model = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    region = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: true),
                    rollback_indexes = table.Column<string>(type: "character varying(1200)", maxLength: 1200, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_manifest_devices", x => x.device_id);
                });

            migrationBuilder.CreateTable(
                name: "manifest_imeis",
                columns: table => new
                {
                    device_id = table.Column<string>(type: "character varying(43)", unicode: false, maxLength: 43, nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false),
                    imei = table.Column<string>(type: "character varying(14)", unicode: false, maxLength: 14, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_manifest_imeis", x => new { x.device_id, x.position });
                });

            migrationBuilder.CreateTable(
                name: "manifest_keys",
                columns: table => new
                {
                    id = table.Column<string>(type: "character varying(43)", unicode: false, maxLength: 43, nullable: false),
                    maker = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    public_key = table.Column<byte[]>(type: "bytea", nullable: false),
                    added_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    removed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_manifest_keys", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "manifests",
                columns: table => new
                {
                    id = table.Column<string>(type: "character varying(32)", unicode: false, maxLength: 32, nullable: false),
                    maker = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    key_id = table.Column<string>(type: "character varying(43)", unicode: false, maxLength: 43, nullable: false),
                    devices = table.Column<long>(type: "bigint", nullable: false),
                    digest = table.Column<byte[]>(type: "bytea", nullable: false),
                    imported_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    withdrawn_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_manifests", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_device_duplicates_last_at",
                table: "device_duplicates",
                column: "last_at");

            migrationBuilder.CreateIndex(
                name: "ix_manifest_devices_manifest_id",
                table: "manifest_devices",
                column: "manifest_id");

            migrationBuilder.CreateIndex(
                name: "ix_manifest_devices_serial_model",
                table: "manifest_devices",
                columns: new[] { "serial", "model" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_manifest_imeis_imei",
                table: "manifest_imeis",
                column: "imei",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "device_duplicates");

            migrationBuilder.DropTable(
                name: "manifest_devices");

            migrationBuilder.DropTable(
                name: "manifest_imeis");

            migrationBuilder.DropTable(
                name: "manifest_keys");

            migrationBuilder.DropTable(
                name: "manifests");
        }
    }
}
