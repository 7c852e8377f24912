using Tenure.Domain.Accounts;
using Tenure.Server.Accounts.Contracts;

namespace Tenure.Server.Proofs.Contracts;

/// <summary>Stops far-reaching acts of an account, in the caller's unit of work, and tells its person.</summary>
internal sealed class AccountFreeze(Notices notices, SecurityEvents events, TimeProvider clock, ProofLog log)
{
    public async Task ExecuteAsync(Account account, CancellationToken ct)
    {
        // Freeze raises the version: of two at once, one begins again.
        if (!account.Freeze(clock.GetUtcNow()))
        {
            return;
        }

        events.Record(account.Id, SecurityEventKind.Frozen);
        await notices.SendAsync(account.Id, ProofMails.Frozen(account.Language, account.FrozenUntil!.Value), ct);
        log.Frozen(account.Id);
    }
}
