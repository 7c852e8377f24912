using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tenure.Protocols.Log;
using Tenure.Server.Data;

namespace Tenure.Server.Audit;

/// <summary>Checks the operators' log against itself, in the transaction that the caller began.</summary>
internal sealed class OperatorLogVerifier(TenureDb db)
{
    /// <summary>What a break calls the chain, where a device's id stands otherwise.</summary>
    public const string Name = "operators";

    /// <summary>How many entries hold, and the first break.</summary>
    public async Task<(long Entries, AuditBreak? Broken)> RunAsync(CancellationToken ct)
    {
        var verification = new LogVerification();
        try
        {
            var broken = await FindAsync(verification, ct);
            return (verification.Count, broken);
        }
        catch (Exception e) when (e is InvalidOperationException or InvalidCastException or FormatException or ArgumentException or OverflowException)
        {
            return (verification.Count, new AuditBreak(Name, verification.Count, "unreadable", "A row holds a value that cannot be read."));
        }
    }

    private async Task<AuditBreak?> FindAsync(LogVerification verification, CancellationToken ct)
    {
        var heads = await db.OperatorLogHeads.AsNoTracking().ToListAsync(ct);
        byte[]? chain = null;
        await foreach (var row in db.OperatorLog.AsNoTracking().OrderBy(r => r.Sequence).AsAsyncEnumerable().WithCancellation(ct))
        {
            chain ??= row.ChainRef;
            if (verification.Add(row.ToLine()) is { } broken)
            {
                return Broken(broken);
            }
        }

        if (heads.Count == 0)
        {
            return verification.Count == 0 ? null : new AuditBreak(Name, null, "head_missing", "There are entries but no head.");
        }

        if (heads is not [{ Id: OperatorLogHead.OnlyId } head] || head.Length != verification.Count || (chain is not null && !chain.AsSpan().SequenceEqual(head.ChainRef)))
        {
            return new AuditBreak(Name, verification.Count, "head_differs", $"The head speaks of another chain than the {verification.Count} entries.");
        }

        return verification.End(head.Hash) is { } end ? Broken(end) : null;
    }

    private static AuditBreak Broken(LogBreak found) => new(Name, found.Position, JsonNamingPolicy.SnakeCaseLower.ConvertName(found.Reason.ToString()), found.Message);
}
