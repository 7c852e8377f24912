using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Accounts;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Leaving.Contracts;
using Tenure.Server.Platform.Sweeps;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.Leaving;

/// <summary>Reminds of deletions that are near, carries out those whose time has come, goes on with those that a process left half-way, and destroys tombstones that are old.</summary>
internal sealed class CarryOutDeletions(IServiceScopeFactory scopes, IHostEnvironment environment, TimeProvider clock, SweepLog log) : Sweep(scopes, clock, log)
{
    private readonly IServiceScopeFactory scopes = scopes;
    private readonly SweepLog log = log;

    // In development somebody may have moved the clock, and waits.
    protected override TimeSpan Interval => environment.IsDevelopment() ? TimeSpan.FromSeconds(1) : TimeSpan.FromMinutes(1);

    protected override async Task RemoveAsync(TenureDb db, DateTimeOffset now, CancellationToken ct)
    {
        var soon = now + AccountDeletion.RemindedBefore;
        foreach (var deletion in await db.Deletions.AsNoTracking().Where(d => d.BegunAt != null || d.DueAt <= soon).ToListAsync(ct))
        {
            await using var scope = scopes.CreateAsyncScope();
            try
            {
                await StepAsync(scope.ServiceProvider, deletion, now, ct);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                // The others do not wait for this one.
                log.SweepFailed(nameof(CarryOutDeletions), failure);
            }
        }

        await using var last = scopes.CreateAsyncScope();
        await last.ServiceProvider.GetRequiredService<Tombstones>().SweepAsync(ct);
    }

    private static async Task StepAsync(IServiceProvider services, AccountDeletion seen, DateTimeOffset now, CancellationToken ct)
    {
        var erase = services.GetRequiredService<EraseAccount>();
        if (seen.IsReminderDue(now))
        {
            await RemindAsync(services, seen.AccountId, now, ct);
        }
        else if (seen.BegunAt is not null || (seen.IsDue(now) && await erase.BeginAsync(seen.AccountId, ct)))
        {
            await erase.FinishAsync(seen.AccountId, ct);
        }
    }

    // Whose account is gone meanwhile needs no reminder.
    private static async Task<bool> RemindAsync(IServiceProvider services, AccountId id, DateTimeOffset now, CancellationToken ct) => await services.GetRequiredService<AccountChange>().ExecuteAsync(
        id,
        async (account, token) =>
        {
            var db = services.GetRequiredService<TenureDb>();
            if (await db.Deletions.FirstOrDefaultAsync(d => d.AccountId == id, token) is { } deletion && deletion.IsReminderDue(now))
            {
                var secret = Codes.DrawId();
                deletion.Remind(Codes.KeyOf(secret), now);
                await services.GetRequiredService<LeavingMails>().RemindAsync(account, deletion, secret, token);
            }

            return null;
        },
        ct) is null;
}
