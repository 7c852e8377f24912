using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Tenure.Server.Data;

namespace Tenure.Server.Tests.Devices;

/// <summary>Everything that the database says of one device, taken and put back as a restore from a backup does. The log's tree is not put back: it must be renewed before anything else is written to the log.</summary>
internal sealed class DeviceBackup
{
    private static readonly string[] Tables = ["devices", "holdings", "issued_tickets", "device_log", "device_log_openings"];

    private readonly string device;
    private readonly List<(string Insert, object[] Values)> rows = [];

    private DeviceBackup(string device) => this.device = device;

    public static Task<DeviceBackup> TakeAsync(DeviceHost host, string device, CancellationToken ct) => host.InDatabaseAsync(async db =>
    {
        var backup = new DeviceBackup(device);
        foreach (var table in Tables)
        {
            backup.rows.AddRange(await db.ReadAsync(new Statement($"SELECT * FROM {table} WHERE device_id = $1", device), row => (InsertOf(table, row), ValuesOf(row)), ct));
        }

        return backup;
    });

    /// <summary>What happened since never happened.</summary>
    public Task<int> RestoreAsync(DeviceHost host, CancellationToken ct) => host.InDatabaseAsync(async db =>
    {
        await ForgetAsync(db, device, ct);
        foreach (var (insert, values) in rows)
        {
            await db.RunAsync(new Statement(insert, values), ct);
        }

        return rows.Count;
    });

    /// <summary>The database knows nothing of the device.</summary>
    public static async Task ForgetAsync(TenureDb db, string device, CancellationToken ct)
    {
        foreach (var table in Tables.Reverse().Prepend("log_waiting"))
        {
            await db.RunAsync(new Statement($"DELETE FROM {table} WHERE device_id = $1", device), ct);
        }
    }

    private static string InsertOf(string table, DbDataReader row)
    {
        var columns = Enumerable.Range(0, row.FieldCount).ToList();
        return $"INSERT INTO {table} ({string.Join(", ", columns.Select(row.GetName))}) VALUES ({string.Join(", ", columns.Select(i => $"${i + 1}"))})";
    }

    private static object[] ValuesOf(DbDataReader row)
    {
        var values = new object[row.FieldCount];
        row.GetValues(values);
        return values;
    }
}
