using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Tenure.Server.Data.Migrations.Sqlite
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
                    account_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    asked_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    done = table.Column<int>(type: "INTEGER", nullable: false),
                    of = table.Column<int>(type: "INTEGER", nullable: false),
                    key = table.Column<byte[]>(type: "BLOB", maxLength: 80, nullable: true),
                    length = table.Column<long>(type: "INTEGER", nullable: false),
                    ready_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    ends_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    fetched_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_account_exports", x => new { x.account_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "contact_threads",
                columns: table => new
                {
                    device_id = table.Column<string>(type: "TEXT", unicode: false, maxLength: 43, nullable: false),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    holding_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    holder = table.Column<Guid>(type: "TEXT", nullable: true),
                    was_lost = table.Column<bool>(type: "INTEGER", nullable: false),
                    secret_hash = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: false),
                    opened_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    ends_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    last = table.Column<int>(type: "INTEGER", nullable: false),
                    of_finder = table.Column<int>(type: "INTEGER", nullable: false),
                    told_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    blocked_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    reported_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_contact_threads", x => new { x.device_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "contact_messages",
                columns: table => new
                {
                    device_id = table.Column<string>(type: "TEXT", unicode: false, maxLength: 43, nullable: false),
                    thread_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    by_holder = table.Column<bool>(type: "INTEGER", nullable: false),
                    is_hidden = table.Column<bool>(type: "INTEGER", nullable: false),
                    at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    text = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false)
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
