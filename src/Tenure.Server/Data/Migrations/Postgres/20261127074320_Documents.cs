using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Tenure.Server.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Documents : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "document_folders",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    opened_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    closed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    erase_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    is_sealed = table.Column<bool>(type: "boolean", nullable: false),
                    last_number = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_document_folders", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "status_codes",
                columns: table => new
                {
                    device_id = table.Column<string>(type: "character varying(43)", unicode: false, maxLength: 43, nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    ends_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_status_codes", x => x.device_id);
                });

            migrationBuilder.CreateTable(
                name: "documents",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    folder_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    length = table.Column<long>(type: "bigint", nullable: false),
                    state = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    type = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true),
                    pages = table.Column<int>(type: "integer", nullable: false),
                    key = table.Column<byte[]>(type: "bytea", maxLength: 80, nullable: false),
                    content_mac = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: true),
                    look = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: true),
                    refused_because = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    started_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_documents", x => x.id);
                    table.ForeignKey(
                        name: "fk_documents_document_folder_folder_id",
                        column: x => x.folder_id,
                        principalTable: "document_folders",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "document_bands",
                columns: table => new
                {
                    band = table.Column<int>(type: "integer", nullable: false),
                    document_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_document_bands", x => new { x.band, x.document_id });
                    table.ForeignKey(
                        name: "fk_document_bands_documents_document_id",
                        column: x => x.document_id,
                        principalTable: "documents",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_document_bands_document_id",
                table: "document_bands",
                column: "document_id");

            migrationBuilder.CreateIndex(
                name: "ix_document_folders_erase_at",
                table: "document_folders",
                column: "erase_at");

            migrationBuilder.CreateIndex(
                name: "ix_documents_content_mac",
                table: "documents",
                column: "content_mac");

            migrationBuilder.CreateIndex(
                name: "ix_documents_folder_id_number",
                table: "documents",
                columns: new[] { "folder_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_documents_state_expires_at",
                table: "documents",
                columns: new[] { "state", "expires_at" });

            migrationBuilder.CreateIndex(
                name: "ix_status_codes_hash",
                table: "status_codes",
                column: "hash",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "document_bands");

            migrationBuilder.DropTable(
                name: "status_codes");

            migrationBuilder.DropTable(
                name: "documents");

            migrationBuilder.DropTable(
                name: "document_folders");
        }
    }
}
