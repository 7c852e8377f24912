using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Tenure.Server.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class TurnsVotesAndReceipts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<byte[]>(
                name: "payer_mac",
                table: "documents",
                type: "bytea",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "sent_from",
                table: "documents",
                type: "character varying(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "words",
                table: "documents",
                type: "bytea",
                maxLength: 4096,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "turn_at",
                table: "document_folders",
                type: "timestamp with time zone",
                nullable: false,
                defaultValue: new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified));

            migrationBuilder.AddColumn<byte[]>(
                name: "votes",
                table: "device_log_openings",
                type: "bytea",
                maxLength: 14400,
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "vote",
                table: "case_acts",
                type: "bytea",
                maxLength: 7168,
                nullable: true);

            // Folders that were handed in before it was written down how far: nothing of them goes with a draft.
            migrationBuilder.Sql("UPDATE document_folders SET handed_in = last_number WHERE handed_in = 0 AND id IN (SELECT id FROM cases WHERE submitted_at IS NOT NULL)");

            migrationBuilder.CreateIndex(
                name: "ix_documents_payer_mac",
                table: "documents",
                column: "payer_mac");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_documents_payer_mac",
                table: "documents");

            migrationBuilder.DropColumn(
                name: "payer_mac",
                table: "documents");

            migrationBuilder.DropColumn(
                name: "sent_from",
                table: "documents");

            migrationBuilder.DropColumn(
                name: "words",
                table: "documents");

            migrationBuilder.DropColumn(
                name: "turn_at",
                table: "document_folders");

            migrationBuilder.DropColumn(
                name: "votes",
                table: "device_log_openings");

            migrationBuilder.DropColumn(
                name: "vote",
                table: "case_acts");
        }
    }
}
