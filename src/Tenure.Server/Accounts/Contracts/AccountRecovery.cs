using Microsoft.EntityFrameworkCore;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Server.Accounts.Addresses;
using Tenure.Server.Accounts.Resets;
using Tenure.Server.Data;
using Tenure.Server.Leaving.Contracts;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Hosting;
using Tenure.Server.Proofs.Contracts;
using Tenure.Server.Sessions.Contracts;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.Accounts.Contracts;

/// <summary>Gives an account to a person whose case was granted: another password and an address that they proved. Everything of before ends; what the account holds stays, and stays locked.</summary>
internal sealed class AccountRecovery(
    TenureDb db, PasswordHasher passwords, PasswordPolicy policy, SessionEnding sessions, KnownDevices devices, RecoveryCodes recovery, AddressAnnouncement announcement, SecurityEvents events, Notices notices, DeletionBook deletions, IssuerUrl issuer,
    TimeProvider clock, AccountLog log)
{
    /// <summary>Refuses with <c>address_taken</c> an address that somebody else's account has: it cannot become this one's. For who has proven it: it says nothing of the account that is asked for.</summary>
    public async Task<Refusal?> RefuseAddressAsync(AccountId id, EmailAddress contact, CancellationToken ct) =>
        await db.IsOfAnotherAsync(Address.Of(contact), id, clock.GetUtcNow(), ct) ? AccountRefusals.AddressTaken : null;

    /// <summary>The hash of a password that may be chosen. Outside of any transaction: it takes longer than all of them.</summary>
    public async Task<Answer<string>> HashAsync(AccountId id, string password, EmailAddress contact, CancellationToken ct)
    {
        var account = await db.Accounts.AsNoTracking().FirstAsync(a => a.Id == id, ct);
        var addresses = await db.Identifiers.AsNoTracking().Where(i => i.AccountId == id).ToListAsync(ct);
        return policy.Check(password, new PersonalWords([.. addresses.Select(i => i.Address), Address.Of(contact)], account.Number, account.Nickname)) is { } refusal ? refusal : await passwords.HashAsync(password, ct);
    }

    /// <summary>Does so in the caller's transaction. Who reads an old address can undo it for some days, as after a reset.</summary>
    public async Task<Refusal?> TakeAsync(AccountId id, string hash, EmailAddress contact, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var account = await db.Accounts.FirstAsync(a => a.Id == id, ct);
        if (account.State != AccountState.Open || account.RefuseFrozen(now) is not null)
        {
            return AccountRefusals.Frozen;
        }

        var address = Address.Of(contact);
        if (await RefuseAddressAsync(id, contact, ct) is { } taken)
        {
            return taken;
        }

        var secret = Codes.DrawId();
        var undo = PasswordUndo.Of(account, Codes.KeyOf(secret), SealedHash.Seal(secret, account.PasswordHash), now);
        db.PasswordUndos.Add(undo);
        account.Recover(hash, now);
        await deletions.CallOffIfAskedAsync(account, ct);
        events.RecordFromOutside(id, SecurityEventKind.Recovered, address.Masked);
        // Before the new address is there: nobody is told at an address of theirs alone.
        await notices.SendAsync(
            id,
            AccountMails.PasswordReset(account.Language, now, undo: null, new Uri(issuer.Value, "freeze")),
            AccountMails.PasswordReset(account.Language, now, new Uri(issuer.Value, "reset/undo/" + secret), new Uri(issuer.Value, "freeze")),
            also: [],
            ct);
        if (await AddAsync(account, address, now, ct))
        {
            undo.Carry(account.Version);
        }

        await db.SaveChangesAsync(ct);
        await recovery.ForgetSinceAsync(id, DateTimeOffset.UnixEpoch, ct);
        await db.AddressProofs.Where(p => p.AccountId == id).ExecuteDeleteAsync(ct);
        await db.ProofCodes.Where(c => c.AccountId == id).ExecuteDeleteAsync(ct);
        await devices.ForgetAllAsync(id, ct);
        await sessions.EndAllAsync(id, except: null, ct);
        log.AccountRecovered(id);
        return null;
    }

    // Whether anything changed.
    private async Task<bool> AddAsync(Account account, Address address, DateTimeOffset now, CancellationToken ct)
    {
        var all = await db.Identifiers.Where(i => i.AccountId == account.Id).ToListAsync(ct);
        var rank = all.Where(i => i.Kind == address.Kind).Select(i => i.Rank).DefaultIfEmpty(0).Max() + 1;
        if (all.Find(i => i.Address == address) is { } own)
        {
            own.Confirm(now);
            if (Identifier.InOrder(all.Where(i => i.Kind == address.Kind)).First() == own)
            {
                return false;
            }

            await announcement.WriteAsync(account, AddressChangeKind.MadeFirst, own, ct);
            own.MoveTo(rank);
            return true;
        }

        var added = Identifier.Of(address, account.Id, now, await db.AddedBeforeAsync(address, account.Id, now, ct));
        db.Identifiers.Add(added);
        await announcement.WriteAsync(account, AddressChangeKind.Added, added, ct);
        // Codes go there, and no more to what the person cannot read.
        added.MoveTo(rank);
        return true;
    }
}
