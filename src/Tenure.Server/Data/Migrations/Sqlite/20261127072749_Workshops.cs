using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Tenure.Server.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Workshops : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<byte[]>(
                name: "consent_hash",
                table: "restores",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "taken_by",
                table: "restores",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "workshop_id",
                table: "restores",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "job_id",
                table: "issued_tickets",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "workshop_computers",
                columns: table => new
                {
                    workshop_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    computer_id = table.Column<string>(type: "TEXT", unicode: false, maxLength: 43, nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    applied_by = table.Column<Guid>(type: "TEXT", nullable: false),
                    applied_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    bound_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_workshop_computers", x => new { x.workshop_id, x.computer_id });
                });

            migrationBuilder.CreateTable(
                name: "workshop_members",
                columns: table => new
                {
                    account_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    workshop_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    is_head = table.Column<bool>(type: "INTEGER", nullable: false),
                    added_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_workshop_members", x => new { x.account_id, x.workshop_id });
                });

            migrationBuilder.CreateTable(
                name: "workshops",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    name_key = table.Column<string>(type: "TEXT", maxLength: 240, nullable: false),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    removed_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_workshops", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_restores_consent_hash",
                table: "restores",
                column: "consent_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_restores_workshop_id",
                table: "restores",
                column: "workshop_id");

            migrationBuilder.CreateIndex(
                name: "ix_issued_tickets_issued_at",
                table: "issued_tickets",
                column: "issued_at");

            migrationBuilder.CreateIndex(
                name: "ix_workshop_members_workshop_id",
                table: "workshop_members",
                column: "workshop_id");

            migrationBuilder.CreateIndex(
                name: "ix_workshops_name_key",
                table: "workshops",
                column: "name_key",
                unique: true,
                filter: "removed_at IS NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "workshop_computers");

            migrationBuilder.DropTable(
                name: "workshop_members");

            migrationBuilder.DropTable(
                name: "workshops");

            migrationBuilder.DropIndex(
                name: "ix_restores_consent_hash",
                table: "restores");

            migrationBuilder.DropIndex(
                name: "ix_restores_workshop_id",
                table: "restores");

            migrationBuilder.DropColumn(
                name: "consent_hash",
                table: "restores");

            migrationBuilder.DropColumn(
                name: "taken_by",
                table: "restores");

            migrationBuilder.DropColumn(
                name: "workshop_id",
                table: "restores");

            migrationBuilder.DropIndex(
                name: "ix_issued_tickets_issued_at",
                table: "issued_tickets");

            migrationBuilder.DropColumn(
                name: "job_id",
                table: "issued_tickets");
        }
    }
}
