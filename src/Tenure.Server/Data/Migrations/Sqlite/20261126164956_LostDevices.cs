using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Tenure.Server.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class LostDevices : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "activated_in",
                table: "devices",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "found_due_at",
                table: "devices",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "lost_at",
                table: "devices",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "lost_changed_at",
                table: "devices",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "lost_contact",
                table: "devices",
                type: "TEXT",
                maxLength: 254,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "lost_in_session",
                table: "devices",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "lost_message",
                table: "devices",
                type: "TEXT",
                maxLength: 160,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "lost_shown_at",
                table: "devices",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "release_ticket_until",
                table: "devices",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_devices_found_due_at",
                table: "devices",
                column: "found_due_at",
                filter: "found_due_at IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_devices_found_due_at",
                table: "devices");

            migrationBuilder.DropColumn(
                name: "activated_in",
                table: "devices");

            migrationBuilder.DropColumn(
                name: "found_due_at",
                table: "devices");

            migrationBuilder.DropColumn(
                name: "lost_at",
                table: "devices");

            migrationBuilder.DropColumn(
                name: "lost_changed_at",
                table: "devices");

            migrationBuilder.DropColumn(
                name: "lost_contact",
                table: "devices");

            migrationBuilder.DropColumn(
                name: "lost_in_session",
                table: "devices");

            migrationBuilder.DropColumn(
                name: "lost_message",
                table: "devices");

            migrationBuilder.DropColumn(
                name: "lost_shown_at",
                table: "devices");

            migrationBuilder.DropColumn(
                name: "release_ticket_until",
                table: "devices");
        }
    }
}
