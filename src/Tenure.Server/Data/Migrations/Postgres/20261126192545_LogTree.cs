using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Tenure.Server.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class LogTree : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "format",
                table: "device_log",
                type: "integer",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.CreateTable(
                name: "device_log_openings",
                columns: table => new
                {
                    device_id = table.Column<string>(type: "character varying(43)", unicode: false, maxLength: 43, nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false),
                    holding_id = table.Column<Guid>(type: "uuid", nullable: true),
                    salt = table.Column<byte[]>(type: "bytea", nullable: false),
                    details = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_device_log_openings", x => new { x.device_id, x.sequence });
                });

            migrationBuilder.CreateTable(
                name: "log_checkpoints",
                columns: table => new
                {
                    size = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    signed = table.Column<byte[]>(type: "bytea", maxLength: 2064, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_log_checkpoints", x => new { x.size, x.at });
                });

            migrationBuilder.CreateTable(
                name: "log_leaves",
                columns: table => new
                {
                    leaf_index = table.Column<long>(type: "bigint", nullable: false),
                    device_id = table.Column<string>(type: "character varying(43)", unicode: false, maxLength: 43, nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_log_leaves", x => x.leaf_index);
                });

            migrationBuilder.CreateTable(
                name: "log_tiles",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    hashes = table.Column<byte[]>(type: "bytea", maxLength: 8192, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_log_tiles", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "log_tree",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    log_id = table.Column<byte[]>(type: "bytea", nullable: false),
                    size = table.Column<long>(type: "bigint", nullable: false),
                    root_hash = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_log_tree", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "log_waiting",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    device_id = table.Column<string>(type: "character varying(43)", unicode: false, maxLength: 43, nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_log_waiting", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_device_log_openings_device_id_holding_id",
                table: "device_log_openings",
                columns: new[] { "device_id", "holding_id" });

            migrationBuilder.CreateIndex(
                name: "ix_log_leaves_device_id_sequence",
                table: "log_leaves",
                columns: new[] { "device_id", "sequence" },
                unique: true);

            // What opens an entry goes where it can be erased: with the holding that it speaks of, or that it ended.
            migrationBuilder.Sql(
                """
                INSERT INTO device_log_openings (device_id, sequence, holding_id, salt, details)
                SELECT device_id, sequence, h::uuid, salt, details FROM (
                    SELECT e.device_id, e.sequence, e.salt, e.details,
                        CASE WHEN e.event IN ('released', 'declined') THEN b.details::json ->> 'holding' ELSE e.details::json ->> 'holding' END AS h
                    FROM device_log e LEFT JOIN device_log b ON b.device_id = e.device_id AND b.sequence = e.sequence - 1
                    WHERE e.details IS NOT NULL) opened
                """);

            migrationBuilder.DropColumn(
                name: "details",
                table: "device_log");

            migrationBuilder.DropColumn(
                name: "salt",
                table: "device_log");

            migrationBuilder.AddColumn<byte[]>(
                name: "holding_ref",
                table: "device_log",
                type: "bytea",
                nullable: true);

            // The tree takes up what there is, as it is: the order is that of time, and in a chain that of the chain.
            migrationBuilder.Sql("INSERT INTO log_waiting (device_id, sequence, hash) SELECT device_id, sequence, hash FROM device_log ORDER BY at, device_id, sequence");

            // A chain's end is in the tree from now on.
            migrationBuilder.DropTable(
                name: "device_log_heads");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "device_log_openings");

            migrationBuilder.DropTable(
                name: "log_checkpoints");

            migrationBuilder.DropTable(
                name: "log_leaves");

            migrationBuilder.DropTable(
                name: "log_tiles");

            migrationBuilder.DropTable(
                name: "log_tree");

            migrationBuilder.DropTable(
                name: "log_waiting");

            migrationBuilder.DropColumn(
                name: "format",
                table: "device_log");

            migrationBuilder.DropColumn(
                name: "holding_ref",
                table: "device_log");

            migrationBuilder.AddColumn<byte[]>(
                name: "salt",
                table: "device_log",
                type: "bytea",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "details",
                table: "device_log",
                type: "text",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "device_log_heads",
                columns: table => new
                {
                    device_id = table.Column<string>(type: "character varying(43)", unicode: false, maxLength: 43, nullable: false),
                    device_ref = table.Column<byte[]>(type: "bytea", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    length = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_device_log_heads", x => x.device_id);
                });
        }
    }
}
