using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Tenure.Server.Data.Migrations.Sqlite
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
                    device_id = table.Column<string>(type: "TEXT", unicode: false, maxLength: 43, nullable: false),
                    seen = table.Column<uint>(type: "INTEGER", nullable: false),
                    times = table.Column<int>(type: "INTEGER", nullable: false),
                    first_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    last_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    repeats = table.Column<int>(type: "INTEGER", nullable: false),
                    repeated_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    was_held = table.Column<bool>(type: "INTEGER", nullable: false),
                    told_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    repeat_told_at = table.Column<DateTime>(type: "TEXT", nullable: true)
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
