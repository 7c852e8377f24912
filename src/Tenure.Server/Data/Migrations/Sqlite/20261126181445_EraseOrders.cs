using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Tenure.Server.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class EraseOrders : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "done_at",
                table: "issued_tickets",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "erase_code",
                table: "devices",
                type: "BLOB",
                maxLength: 256,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "erase_due_at",
                table: "devices",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "erase_ordered_at",
                table: "devices",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "has_erase_code",
                table: "devices",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "done_at",
                table: "issued_tickets");

            migrationBuilder.DropColumn(
                name: "erase_code",
                table: "devices");

            migrationBuilder.DropColumn(
                name: "erase_due_at",
                table: "devices");

            migrationBuilder.DropColumn(
                name: "erase_ordered_at",
                table: "devices");

            migrationBuilder.DropColumn(
                name: "has_erase_code",
                table: "devices");
        }
    }
}
