using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Tenure.Server.Data.Migrations.Postgres
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
                type: "bytea",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "taken_by",
                table: "restores",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "workshop_id",
                table: "restores",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "job_id",
                table: "issued_tickets",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "workshop_computers",
                columns: table => new
                {
                    workshop_id = table.Column<Guid>(type: "uuid", nullable: false),
                    computer_id = table.Column<string>(type: "character varying(43)", unicode: false, maxLength: 43, nullable: false),
                    name = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    applied_by = table.Column<Guid>(type: "uuid", nullable: false),
                    applied_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    bound_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_workshop_computers", x => new { x.workshop_id, x.computer_id });
                });

            migrationBuilder.CreateTable(
                name: "workshop_members",
                columns: table => new
                {
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    workshop_id = table.Column<Guid>(type: "uuid", nullable: false),
                    is_head = table.Column<bool>(type: "boolean", nullable: false),
                    added_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_workshop_members", x => new { x.account_id, x.workshop_id });
                });

            migrationBuilder.CreateTable(
                name: "workshops",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    name_key = table.Column<string>(type: "character varying(240)", maxLength: 240, nullable: false),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    removed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
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
