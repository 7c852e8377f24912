using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Tenure.Server.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Addresses : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RenameColumn(
                name: "address",
                table: "registrations",
                newName: "value");

            migrationBuilder.AddColumn<string>(
                name: "phone",
                table: "sign_in_transactions",
                type: "TEXT",
                maxLength: 16,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "kind",
                table: "registrations",
                type: "TEXT",
                maxLength: 32,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<DateTime>(
                name: "added_at",
                table: "identifiers",
                type: "TEXT",
                nullable: false,
                defaultValue: new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified));

            migrationBuilder.AddColumn<int>(
                name: "rank",
                table: "identifiers",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            // What there was before was an e-mail address, there since it was proven.
            migrationBuilder.Sql("UPDATE registrations SET kind = 'Email'");
            migrationBuilder.Sql("UPDATE identifiers SET added_at = verified_at");

            migrationBuilder.CreateTable(
                name: "address_changes",
                columns: table => new
                {
                    account_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    what = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    value = table.Column<string>(type: "TEXT", maxLength: 254, nullable: false),
                    added_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    verified_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    rank = table.Column<int>(type: "INTEGER", nullable: false),
                    secret_hash = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: false),
                    undone_at = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_address_changes", x => new { x.account_id, x.number });
                });

            migrationBuilder.CreateTable(
                name: "address_proofs",
                columns: table => new
                {
                    account_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    key = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: false),
                    session = table.Column<Guid>(type: "TEXT", nullable: false),
                    password_chosen_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    value = table.Column<string>(type: "TEXT", maxLength: 254, nullable: false),
                    sends = table.Column<int>(type: "INTEGER", nullable: false),
                    resend_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    spent = table.Column<bool>(type: "INTEGER", nullable: false),
                    expires_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    code_expires_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    code_hash = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: false),
                    code_wrong_tries = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_address_proofs", x => new { x.account_id, x.key });
                });

            migrationBuilder.CreateIndex(
                name: "ix_address_changes_at",
                table: "address_changes",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_address_changes_secret_hash",
                table: "address_changes",
                column: "secret_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_address_proofs_expires_at",
                table: "address_proofs",
                column: "expires_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "address_changes");

            migrationBuilder.DropTable(
                name: "address_proofs");

            migrationBuilder.DropColumn(
                name: "phone",
                table: "sign_in_transactions");

            migrationBuilder.DropColumn(
                name: "kind",
                table: "registrations");

            migrationBuilder.DropColumn(
                name: "added_at",
                table: "identifiers");

            migrationBuilder.DropColumn(
                name: "rank",
                table: "identifiers");

            migrationBuilder.RenameColumn(
                name: "value",
                table: "registrations",
                newName: "address");
        }
    }
}
