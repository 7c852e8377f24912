using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Tenure.Server.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class ExportsAndContacts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "account_exports",
                columns: table => new
                {
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    asked_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    state = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    done = table.Column<int>(type: "integer", nullable: false),
                    of = table.Column<int>(type: "integer", nullable: false),
                    key = table.Column<byte[]>(type: "bytea", maxLength: 80, nullable: true),
                    length = table.Column<long>(type: "bigint", nullable: false),
                    ready_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ends_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    fetched_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_account_exports", x => new { x.account_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "contact_threads",
                columns: table => new
                {
                    device_id = table.Column<string>(type: "character varying(43)", unicode: false, maxLength: 43, nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    holding_id = table.Column<Guid>(type: "uuid", nullable: false),
                    holder = table.Column<Guid>(type: "uuid", nullable: true),
                    was_lost = table.Column<bool>(type: "boolean", nullable: false),
                    secret_hash = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    opened_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ends_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    last = table.Column<int>(type: "integer", nullable: false),
                    of_finder = table.Column<int>(type: "integer", nullable: false),
                    told_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    blocked_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    reported_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_contact_threads", x => new { x.device_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "contact_messages",
                columns: table => new
                {
                    device_id = table.Column<string>(type: "character varying(43)", unicode: false, maxLength: 43, nullable: false),
                    thread_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    by_holder = table.Column<bool>(type: "boolean", nullable: false),
                    is_hidden = table.Column<bool>(type: "boolean", nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    text = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_contact_messages", x => new { x.device_id, x.thread_id, x.number });
                    table.ForeignKey(
                        name: "fk_contact_messages_contact_threads_device_id_thread_id",
                        columns: x => new { x.device_id, x.thread_id },
                        principalTable: "contact_threads",
                        principalColumns: new[] { "device_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_account_exports_state_asked_at",
                table: "account_exports",
                columns: new[] { "state", "asked_at" });

            migrationBuilder.CreateIndex(
                name: "ix_contact_threads_ends_at",
                table: "contact_threads",
                column: "ends_at");

            migrationBuilder.CreateIndex(
                name: "ix_contact_threads_holder",
                table: "contact_threads",
                column: "holder");

            migrationBuilder.CreateIndex(
                name: "ix_contact_threads_reported_at",
                table: "contact_threads",
                column: "reported_at");

            migrationBuilder.CreateIndex(
                name: "ix_contact_threads_secret_hash",
                table: "contact_threads",
                column: "secret_hash",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "account_exports");

            migrationBuilder.DropTable(
                name: "contact_messages");

            migrationBuilder.DropTable(
                name: "contact_threads");
        }
    }
}
