using Microsoft.EntityFrameworkCore;
using Tenure.Domain.SignIn;
using Tenure.Server.Data;
using Tenure.Server.Platform.Sweeps;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.SignIn;

/// <summary>Removes what is over: transactions, budgets of other days, forgotten failures, devices that are no longer known.</summary>
internal sealed class SweepSignIns(IServiceScopeFactory scopes, TimeProvider clock, SweepLog log) : Sweep(scopes, clock, log)
{
    protected override async Task RemoveAsync(TenureDb db, DateTimeOffset now, CancellationToken ct)
    {
        var yesterday = CodeBudget.DayOf(now).AddDays(-1);
        await db.SignInTransactions.Where(t => t.ExpiresAt < now).ExecuteDeleteAsync(ct);
        await db.KnownDevices.Where(d => d.ExpiresAt < now).ExecuteDeleteAsync(ct);
        await db.Throttles.Where(t => t.ForgetAt < now).ExecuteDeleteAsync(ct);
        await db.CodeBudgets.Where(b => b.Day < yesterday).ExecuteDeleteAsync(ct);
    }
}
