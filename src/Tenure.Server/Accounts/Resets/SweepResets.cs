using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Accounts;
using Tenure.Server.Data;
using Tenure.Server.Platform.Sweeps;

namespace Tenure.Server.Accounts.Resets;

/// <summary>Removes resets that are over, and passwords of before that can come back no more.</summary>
internal sealed class SweepResets(IServiceScopeFactory scopes, TimeProvider clock, SweepLog log) : Sweep(scopes, clock, log)
{
    protected override async Task RemoveAsync(TenureDb db, DateTimeOffset now, CancellationToken ct)
    {
        await db.PasswordResets.Where(r => r.ExpiresAt < now).ExecuteDeleteAsync(ct);
        var until = now - PasswordUndo.UndoTime;
        await db.PasswordUndos.Where(u => u.At < until).ExecuteDeleteAsync(ct);
    }
}
