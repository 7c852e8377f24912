using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Tenure.Server.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class CasesComplete : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "change_number",
                table: "password_undos",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "is_new",
                table: "operators",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<DateTime>(
                name: "removal_asked_at",
                table: "devices",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "removal_due_at",
                table: "devices",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "removal_erase",
                table: "devices",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "seen_at",
                table: "devices",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "removed_at",
                table: "computers",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "seen_at",
                table: "accounts",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "agent_alarms",
                columns: table => new
                {
                    agent = table.Column<Guid>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    cause = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    figure = table.Column<int>(type: "INTEGER", nullable: false),
                    usual = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_agent_alarms", x => new { x.agent, x.kind, x.cause });
                });

            migrationBuilder.CreateTable(
                name: "agent_looks",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    agent = table.Column<Guid>(type: "TEXT", nullable: false),
                    @case = table.Column<Guid>(name: "case", type: "TEXT", nullable: true),
                    at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    day = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_agent_looks", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "case_decoys",
                columns: table => new
                {
                    case_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    seed = table.Column<Guid>(type: "TEXT", nullable: false),
                    due_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    holder = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    model = table.Column<string>(type: "TEXT", maxLength: 128, nullable: true),
                    facts = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    flags = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    history = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    reported_at = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_case_decoys", x => x.case_id);
                    table.ForeignKey(
                        name: "fk_case_decoys_cases_case_id",
                        column: x => x.case_id,
                        principalTable: "cases",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "case_draws",
                columns: table => new
                {
                    agent = table.Column<Guid>(type: "TEXT", nullable: false),
                    case_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    lapsed_at = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_case_draws", x => new { x.case_id, x.agent });
                    table.ForeignKey(
                        name: "fk_case_draws_cases_case_id",
                        column: x => x.case_id,
                        principalTable: "cases",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "case_figures",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false),
                    at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    submitted = table.Column<int>(type: "INTEGER", nullable: false),
                    second_look = table.Column<int>(type: "INTEGER", nullable: false),
                    third_look = table.Column<int>(type: "INTEGER", nullable: false),
                    disputed = table.Column<int>(type: "INTEGER", nullable: false),
                    waiting = table.Column<int>(type: "INTEGER", nullable: false),
                    oldest_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    late_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    median_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    granted = table.Column<int>(type: "INTEGER", nullable: false),
                    refused = table.Column<int>(type: "INTEGER", nullable: false),
                    reversed = table.Column<int>(type: "INTEGER", nullable: false),
                    decoys = table.Column<int>(type: "INTEGER", nullable: false),
                    decoys_missed = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_case_figures", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "operator_passkeys",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    credential = table.Column<byte[]>(type: "BLOB", maxLength: 1023, nullable: false),
                    public_key = table.Column<byte[]>(type: "BLOB", maxLength: 640, nullable: false),
                    counter = table.Column<long>(type: "INTEGER", nullable: false),
                    registered_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    counts_from = table.Column<DateTime>(type: "TEXT", nullable: false),
                    last_used_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    operator_id = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_operator_passkeys", x => x.id);
                    table.ForeignKey(
                        name: "fk_operator_passkeys_operators_operator_id",
                        column: x => x.operator_id,
                        principalTable: "operators",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_devices_removal_due_at",
                table: "devices",
                column: "removal_due_at",
                filter: "removal_due_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_cases_agent_drawn_at",
                table: "cases",
                columns: new[] { "agent", "drawn_at" });

            migrationBuilder.CreateIndex(
                name: "ix_cases_contact_submitted_at",
                table: "cases",
                columns: new[] { "contact", "submitted_at" });

            migrationBuilder.CreateIndex(
                name: "ix_cases_latest_at",
                table: "cases",
                column: "latest_at");

            migrationBuilder.CreateIndex(
                name: "ix_cases_network_submitted_at",
                table: "cases",
                columns: new[] { "network", "submitted_at" });

            migrationBuilder.CreateIndex(
                name: "ix_cases_submitted_at",
                table: "cases",
                column: "submitted_at");

            migrationBuilder.CreateIndex(
                name: "ix_case_acts_agent_at",
                table: "case_acts",
                columns: new[] { "agent", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_agent_alarms_at",
                table: "agent_alarms",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_agent_looks_agent_case",
                table: "agent_looks",
                columns: new[] { "agent", "case" });

            migrationBuilder.CreateIndex(
                name: "ix_agent_looks_agent_day",
                table: "agent_looks",
                columns: new[] { "agent", "day" });

            migrationBuilder.CreateIndex(
                name: "ix_agent_looks_day",
                table: "agent_looks",
                column: "day");

            migrationBuilder.CreateIndex(
                name: "ix_case_decoys_seed",
                table: "case_decoys",
                column: "seed",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_operator_passkeys_credential",
                table: "operator_passkeys",
                column: "credential",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_operator_passkeys_operator_id",
                table: "operator_passkeys",
                column: "operator_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "agent_alarms");

            migrationBuilder.DropTable(
                name: "agent_looks");

            migrationBuilder.DropTable(
                name: "case_decoys");

            migrationBuilder.DropTable(
                name: "case_draws");

            migrationBuilder.DropTable(
                name: "case_figures");

            migrationBuilder.DropTable(
                name: "operator_passkeys");

            migrationBuilder.DropIndex(
                name: "ix_devices_removal_due_at",
                table: "devices");

            migrationBuilder.DropIndex(
                name: "ix_cases_agent_drawn_at",
                table: "cases");

            migrationBuilder.DropIndex(
                name: "ix_cases_contact_submitted_at",
                table: "cases");

            migrationBuilder.DropIndex(
                name: "ix_cases_latest_at",
                table: "cases");

            migrationBuilder.DropIndex(
                name: "ix_cases_network_submitted_at",
                table: "cases");

            migrationBuilder.DropIndex(
                name: "ix_cases_submitted_at",
                table: "cases");

            migrationBuilder.DropIndex(
                name: "ix_case_acts_agent_at",
                table: "case_acts");

            migrationBuilder.DropColumn(
                name: "change_number",
                table: "password_undos");

            migrationBuilder.DropColumn(
                name: "is_new",
                table: "operators");

            migrationBuilder.DropColumn(
                name: "removal_asked_at",
                table: "devices");

            migrationBuilder.DropColumn(
                name: "removal_due_at",
                table: "devices");

            migrationBuilder.DropColumn(
                name: "removal_erase",
                table: "devices");

            migrationBuilder.DropColumn(
                name: "seen_at",
                table: "devices");

            migrationBuilder.DropColumn(
                name: "removed_at",
                table: "computers");

            migrationBuilder.DropColumn(
                name: "seen_at",
                table: "accounts");
        }
    }
}
