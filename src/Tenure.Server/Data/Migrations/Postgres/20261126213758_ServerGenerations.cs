using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Tenure.Server.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class ServerGenerations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "reported_in",
                table: "devices",
                type: "integer",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.CreateTable(
                name: "server_generations",
                columns: table => new
                {
                    number = table.Column<int>(type: "integer", nullable: false),
                    id = table.Column<byte[]>(type: "bytea", maxLength: 16, nullable: false),
                    started_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_server_generations", x => x.number);
                });

            migrationBuilder.CreateTable(
                name: "ticket_alarms",
                columns: table => new
                {
                    device_id = table.Column<string>(type: "character varying(43)", unicode: false, maxLength: 43, nullable: false),
                    ticket_id = table.Column<Guid>(type: "uuid", nullable: false),
                    was_held = table.Column<bool>(type: "boolean", nullable: false),
                    times = table.Column<int>(type: "integer", nullable: false),
                    first_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    last_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ticket_alarms", x => x.device_id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_ticket_alarms_last_at",
                table: "ticket_alarms",
                column: "last_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "server_generations");

            migrationBuilder.DropTable(
                name: "ticket_alarms");

            migrationBuilder.DropColumn(
                name: "reported_in",
                table: "devices");
        }
    }
}
