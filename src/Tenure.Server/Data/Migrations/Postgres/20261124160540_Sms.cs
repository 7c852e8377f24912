using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Tenure.Server.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Sms : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_outbox_sent_at_due_at",
                table: "outbox");

            migrationBuilder.AddColumn<string>(
                name: "channel",
                table: "outbox",
                type: "character varying(32)",
                maxLength: 32,
                nullable: false,
                defaultValue: "Mail");

            migrationBuilder.AddColumn<DateTime>(
                name: "given_up_at",
                table: "outbox",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "useful_until",
                table: "outbox",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "sms_closures",
                columns: table => new
                {
                    country = table.Column<string>(type: "character varying(2)", unicode: false, maxLength: 2, nullable: false),
                    until = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sms_closures", x => x.country);
                });

            migrationBuilder.CreateTable(
                name: "sms_counters",
                columns: table => new
                {
                    key = table.Column<string>(type: "character varying(64)", unicode: false, maxLength: 64, nullable: false),
                    taken = table.Column<int>(type: "integer", nullable: false),
                    verified = table.Column<int>(type: "integer", nullable: false),
                    ends_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sms_counters", x => x.key);
                });

            migrationBuilder.CreateTable(
                name: "sms_country_counts",
                columns: table => new
                {
                    country = table.Column<string>(type: "character varying(2)", unicode: false, maxLength: 2, nullable: false),
                    starts_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    sent = table.Column<int>(type: "integer", nullable: false),
                    verified = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sms_country_counts", x => new { x.country, x.starts_at });
                });

            migrationBuilder.CreateIndex(
                name: "ix_outbox_channel_sent_at_due_at",
                table: "outbox",
                columns: new[] { "channel", "sent_at", "due_at" });

            migrationBuilder.CreateIndex(
                name: "ix_sms_counters_ends_at",
                table: "sms_counters",
                column: "ends_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "sms_closures");

            migrationBuilder.DropTable(
                name: "sms_counters");

            migrationBuilder.DropTable(
                name: "sms_country_counts");

            migrationBuilder.DropIndex(
                name: "ix_outbox_channel_sent_at_due_at",
                table: "outbox");

            migrationBuilder.DropColumn(
                name: "channel",
                table: "outbox");

            migrationBuilder.DropColumn(
                name: "given_up_at",
                table: "outbox");

            migrationBuilder.DropColumn(
                name: "useful_until",
                table: "outbox");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_sent_at_due_at",
                table: "outbox",
                columns: new[] { "sent_at", "due_at" });
        }
    }
}
