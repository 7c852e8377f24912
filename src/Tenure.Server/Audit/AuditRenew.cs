using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Tenure.Protocols;
using Tenure.Protocols.Log;
using Tenure.Server.Audit.Tree;
using Tenure.Server.Data;
using Tenure.Server.Keys.Contracts;

namespace Tenure.Server.Audit;

/// <summary>
/// <c>audit renew --succession FILE [--data DIR] [--database CONNECTION]</c>: begins the log anew after an incident, with a root's word for it, while no server runs. Every entry stays as it is and is taken up into the new
/// tree in the old order. Exit code 0 when done, also when it was done before; 1 when the word is not for this log or a server runs; 2 for wrong usage or no database. Like the ceremonies it speaks English.
/// </summary>
internal static class AuditRenew
{
    public const string Syntax = "audit renew --succession FILE [--data DIR] [--database CONNECTION]";

    private const string WaitAgain =
        """
        INSERT INTO log_waiting (device_id, sequence, hash)
        SELECT e.device_id, e.sequence, e.hash FROM device_log e LEFT JOIN log_leaves l ON l.device_id = e.device_id AND l.sequence = e.sequence
        ORDER BY CASE WHEN l.leaf_index IS NULL THEN 1 ELSE 0 END, l.leaf_index, e.at, e.device_id, e.sequence
        """;

    /// <summary>Runs it.</summary>
    /// <param name="args">What follows <c>audit renew</c>.</param>
    /// <param name="configuration">Where data folder and connection string are looked up when the arguments do not name them.</param>
    /// <param name="output">Takes the report.</param>
    /// <param name="ct">Ends it.</param>
    public static async Task<int> RunAsync(string[] args, IConfiguration configuration, TextWriter output, CancellationToken ct)
    {
        if (args is not ["--succession", var file, .. var rest] || DatabaseArguments.Parse(rest) is not { Json: false, Language: null } wish)
        {
            await output.WriteLineAsync("Usage: " + Syntax);
            return 2;
        }

        var data = wish.Folder(configuration);
        try
        {
            var signed = await File.ReadAllBytesAsync(file, ct);
            var succession = LogSuccessionCodec.Verify(signed, ServerRoots.FindIn(data) ?? throw new IOException($"The server's roots are not in {Path.Combine(data, "keys")}."));
            using var alone = Database.OwnFolder(data);
            await using var db = wish.OpenToWrite(configuration);
            var done = await RenewAsync(db, succession, ct);
            if (!done)
            {
                await output.WriteLineAsync($"This word is for the log {Convert.ToHexStringLower(succession.Previous)}, and the database has another one.");
                return 1;
            }

            // In this order: cut short at any step, the same command completes it.
            var log = Convert.ToHexStringLower(succession.LogId);
            DataFolder.WriteSecret(Path.Combine(data, "keys", LogSuccessions.NameOf(log)), signed);
            File.Delete(Path.Combine(data, LogMemory.FileName));
            await output.WriteLineAsync($"The log is {log} now. The server takes its entries up when it starts.");
            return 0;
        }
        catch (ProtocolException e)
        {
            await output.WriteLineAsync($"{file} is not the word of a root of this server: {e.Message}");
            return 1;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await output.WriteLineAsync(e.Message);
            return 1;
        }
        catch (DbException e)
        {
            await output.WriteLineAsync($"The database cannot be written: {e.Message}");
            return 2;
        }
    }

    private static async Task<bool> RenewAsync(TenureDb db, LogSuccession succession, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var tree = await db.LogTrees.SingleOrDefaultAsync(ct);
        if (tree is null || tree.LogId.AsSpan().SequenceEqual(succession.LogId))
        {
            return tree is not null;
        }

        if (!tree.LogId.AsSpan().SequenceEqual(succession.Previous))
        {
            return false;
        }

        await db.WaitingEntries.ExecuteDeleteAsync(ct);
        await db.RunAsync(new(WaitAgain), ct);
        await db.LogLeaves.ExecuteDeleteAsync(ct);
        await db.LogTiles.ExecuteDeleteAsync(ct);
        await db.LogCheckpoints.ExecuteDeleteAsync(ct);
        tree.BeginAnew(succession.LogId);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return true;
    }
}
