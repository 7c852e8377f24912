using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Tenure.Server.Data.Migrations.Postgres
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
                    device_id = table.Column<string>(type: "character varying(43)", unicode: false, maxLength: 43, nullable: false),
                    epoch = table.Column<long>(type: "bigint", nullable: false),
                    from = table.Column<Guid>(type: "uuid", nullable: false),
                    erase = table.Column<bool>(type: "boolean", nullable: false),
                    opened_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    usable_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    code_hash = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: true),
                    code_ends_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    to = table.Column<Guid>(type: "uuid", nullable: true),
                    acceptance = table.Column<Guid>(type: "uuid", nullable: true),
                    confirmed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    done_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    objection_key = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: true),
                    objected_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
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
