using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Devices;
using Tenure.Protocols;
using Tenure.Protocols.Log;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Cases.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Keys.Contracts;

namespace Tenure.Server.Devices;

/// <summary>After a restore from a backup: what was promised before is void, each device says first how it stands, and the log begins anew where phones have seen more of it.</summary>
internal sealed class StartGeneration(TenureDb db, GenerationBook generations, LogRenewal renewal, RestartCases cases, OperatorLogBook log, TimeProvider clock)
{
    // What its holder may have taken back in the time that is lost.
    private static readonly string[] Void =
    [
        // Kept meanwhile, perhaps: whoever still wants to leave asks again.
        "DELETE FROM account_deletions WHERE begun_at IS NULL",
        "DELETE FROM device_seals WHERE sealed_at IS NULL",
        "UPDATE devices SET release_ends_at = $1, version = version + 1 WHERE release_ends_at > $1",
        "UPDATE devices SET found_due_at = NULL, version = version + 1 WHERE found_due_at IS NOT NULL",
        "UPDATE devices SET removal_asked_at = NULL, removal_due_at = NULL, removal_erase = NULL, version = version + 1 WHERE removal_asked_at IS NOT NULL",
        "UPDATE devices SET erase_ordered_at = NULL, erase_due_at = NULL, erase_code = NULL, version = version + 1 WHERE erase_ordered_at IS NOT NULL",
    ];

    /// <summary>Begins it whole or not at all. Done again it is done once more, which harms nothing.</summary>
    /// <param name="word">The file of a root's word that the log is over; <c>null</c> when there is none.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<(GenerationFailure? Failure, GenerationBegun? Begun)> ExecuteAsync(string? word, CancellationToken ct)
    {
        SignedSuccession? succession = null;
        try
        {
            succession = word is null ? null : await renewal.ReadAsync(word, ct);
        }
        catch (Exception e) when (e is ProtocolException or IOException or UnauthorizedAccessException)
        {
            return (new("word_unreadable", word!, e.Message), null);
        }

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (succession is null && await renewal.FindBrokenAsync(ct) is { } broken)
        {
            return (new("log_over", Convert.ToHexStringLower(broken)), null);
        }

        var known = renewal.Remembered;
        if (succession is not null && !await renewal.RenewAsync(succession, ct))
        {
            return (new("word_wrong", word!, Convert.ToHexStringLower(succession.Said.Previous)), null);
        }

        var next = await generations.StartAsync(ct);
        await db.SaveChangesAsync(ct);
        var now = UtcTimeConverter.ToStored(clock.GetUtcNow());
        foreach (var sql in Void)
        {
            await db.RunAsync(sql.Contains("$1", StringComparison.Ordinal) ? new(sql, now) : new(sql), ct);
        }

        await cases.ExecuteAsync(ct);
        await log.AppendAsync(OperatorEvents.GenerationStarted, new LoggedAct(null, About: known is null ? null : NameOf(known)), ct);
        var devices = await db.Set<Device>().CountAsync(ct);
        await transaction.CommitAsync(ct);

        // After the commit: cut short here, the same command completes it.
        if (succession is not null)
        {
            renewal.Keep(succession);
        }

        return (null, new(next.Number, devices, await renewal.FindLogAsync(ct) is { } id ? Convert.ToHexStringLower(id) : null, succession is not null));
    }

    private static string NameOf(Checkpoint last) => $"{Convert.ToHexStringLower(last.LogId)} {last.Size} {Convert.ToHexStringLower(last.RootHash)}";
}
