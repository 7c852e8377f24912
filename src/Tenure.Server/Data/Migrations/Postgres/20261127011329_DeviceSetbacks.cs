using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Tenure.Server.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class DeviceSetbacks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "device_setbacks",
                columns: table => new
                {
                    device_id = table.Column<string>(type: "character varying(43)", unicode: false, maxLength: 43, nullable: false),
                    seen = table.Column<long>(type: "bigint", nullable: false),
                    times = table.Column<int>(type: "integer", nullable: false),
                    first_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    last_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    repeats = table.Column<int>(type: "integer", nullable: false),
                    repeated_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    was_held = table.Column<bool>(type: "boolean", nullable: false),
                    told_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    repeat_told_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_device_setbacks", x => x.device_id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_device_setbacks_repeated_at",
                table: "device_setbacks",
                column: "repeated_at",
                filter: "repeated_at IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "device_setbacks");
        }
    }
}
