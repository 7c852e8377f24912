using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using NpgsqlTypes;
using Tenure.Protocols.Manifests;
using Tenure.Server.Data;

namespace Tenure.Server.Devices.Manifests;

/// <summary>Writes devices of a manifest by the thousand, in the caller's transaction: by COPY into PostgreSQL, by one prepared statement into SQLite.</summary>
internal sealed class ManifestRows(TenureDb db)
{
    private const string CopyDevices = "COPY manifest_devices (device_id, manifest_id, serial, model, region, rollback_indexes) FROM STDIN (FORMAT BINARY)";
    private const string CopyImeis = "COPY manifest_imeis (device_id, position, imei) FROM STDIN (FORMAT BINARY)";
    private const string InsertDevice = "INSERT INTO manifest_devices (device_id, manifest_id, serial, model, region, rollback_indexes) VALUES ($1, $2, $3, $4, $5, $6)";
    private const string InsertImei = "INSERT INTO manifest_imeis (device_id, position, imei) VALUES ($1, $2, $3)";

    /// <summary>Writes some records. The connection is open, and in a transaction.</summary>
    /// <exception cref="DbUpdateException">A key, serial number or IMEI is there already, or two imports waited for each other.</exception>
    public async Task WriteAsync(string manifest, IReadOnlyList<ManifestRecord> records, CancellationToken ct)
    {
        try
        {
            if (db.Database.GetDbConnection() is NpgsqlConnection postgres)
            {
                await CopyAsync(postgres, manifest, records, ct);
            }
            else
            {
                await InsertAsync((SqliteConnection)db.Database.GetDbConnection(), manifest, records, ct);
            }
        }
        catch (Exception taken) when (taken is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DeadlockDetected } or SqliteException { SqliteErrorCode: 19 })
        {
            throw new DbUpdateException("Something of it is there already.", taken);
        }
    }

    /// <summary>Lets PostgreSQL look at what was written: its plans for the queries that follow would otherwise be those for the tables as they were, and not end.</summary>
    public async Task CountAnewAsync(CancellationToken ct)
    {
        if (db.Database.GetDbConnection() is NpgsqlConnection postgres)
        {
            await using var command = new NpgsqlCommand("ANALYZE manifest_devices, manifest_imeis", postgres);
            await command.ExecuteNonQueryAsync(ct);
        }
    }

    /// <summary>Anti-rollback indexes as text; <c>null</c> for none.</summary>
    public static string? Text(IReadOnlyDictionary<uint, ulong> indexes) => indexes.Count == 0
        ? null
        : string.Join(", ", indexes.OrderBy(index => index.Key).Select(index => string.Create(CultureInfo.InvariantCulture, $"{index.Key}={index.Value}")));

    private static async Task CopyAsync(NpgsqlConnection connection, string manifest, IReadOnlyList<ManifestRecord> records, CancellationToken ct)
    {
        await using (var rows = await connection.BeginBinaryImportAsync(CopyDevices, ct))
        {
            foreach (var record in records)
            {
                await rows.StartRowAsync(ct);
                foreach (var value in (string?[])[record.Device.Text, manifest, record.Serial, record.Model, record.Region, Text(record.RollbackIndexes)])
                {
                    await (value is null ? rows.WriteNullAsync(ct) : rows.WriteAsync(value, NpgsqlDbType.Text, ct));
                }
            }

            await rows.CompleteAsync(ct);
        }

        await using var imeis = await connection.BeginBinaryImportAsync(CopyImeis, ct);
        foreach (var record in records)
        {
            for (var i = 0; i < record.Imeis.Count; i++)
            {
                await imeis.StartRowAsync(ct);
                await imeis.WriteAsync(record.Device.Text, NpgsqlDbType.Text, ct);
                await imeis.WriteAsync(i + 1, NpgsqlDbType.Integer, ct);
                await imeis.WriteAsync(record.Imeis[i].Digits, NpgsqlDbType.Text, ct);
            }
        }

        await imeis.CompleteAsync(ct);
    }

    private async Task InsertAsync(SqliteConnection connection, string manifest, IReadOnlyList<ManifestRecord> records, CancellationToken ct)
    {
        await using var device = connection.CreateCommand();
        device.CommandText = InsertDevice;
        Prepare(device, 6);
        await using var imei = connection.CreateCommand();
        imei.CommandText = InsertImei;
        Prepare(imei, 3);
        foreach (var record in records)
        {
            await RunAsync(device, ct, record.Device.Text, manifest, record.Serial, record.Model, record.Region, Text(record.RollbackIndexes));
            for (var i = 0; i < record.Imeis.Count; i++)
            {
                await RunAsync(imei, ct, record.Device.Text, i + 1, record.Imeis[i].Digits);
            }
        }
    }

    private void Prepare(SqliteCommand command, int values)
    {
        command.Transaction = (SqliteTransaction?)db.Database.CurrentTransaction?.GetDbTransaction();
        for (var i = 1; i <= values; i++)
        {
            command.Parameters.Add(new SqliteParameter($"${i}", SqliteType.Text));
        }

        command.Prepare();
    }

    private static Task<int> RunAsync(SqliteCommand command, CancellationToken ct, params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        return command.ExecuteNonQueryAsync(ct);
    }
}
