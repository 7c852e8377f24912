using Microsoft.EntityFrameworkCore;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Platform;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.Accounts.Addresses;

/// <summary>One change of the addresses that an account has: with its password, and begun again when the account was changed meanwhile.</summary>
internal sealed class ChangeAddresses(TenureDb db, PasswordStepUp stepUp, RateLimits limits)
{
    private static readonly RateLimit OfAccount = new(20, TimeSpan.FromDays(1));

    // More than the changes that somebody else can squeeze in between one read and one write, again and again.
    private const int MostTries = 20;

    /// <param name="caller">Who changes them.</param>
    /// <param name="text">The address, as the list gives it.</param>
    /// <param name="password">As typed.</param>
    /// <param name="change">Makes the change in the unit of work; called again when it could not be saved.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<Refusal?> ExecuteAsync(
        CurrentAccount caller, string text, string password, Func<AddressBook, Account, Address, CancellationToken, Task<Refusal?>> change, CancellationToken ct)
    {
        if (await stepUp.CheckAsync(caller, password, ct) is { } notProven)
        {
            return notProven;
        }

        // What cannot be an address is none of the account's.
        if (TypedAddress.Read(text, "address", out var address) is { } unreadable)
        {
            return unreadable.Code == "malformed" ? unreadable : AddressRefusals.NotFound;
        }

        var counted = false;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var account = await db.Accounts.FirstAsync(a => a.Id == caller.Id, ct);
                if (await change(await db.AddressBookAsync(account, ct), account, address, ct) is { } refusal)
                {
                    return refusal;
                }

                if (!db.ChangeTracker.HasChanges())
                {
                    return null;
                }

                // Each one is told at every address. Counted when it is known to be a change, and once for all its tries.
                if (!counted && await limits.TakeAsync(OfAccount, "address-change", caller.Id.ToString(), ct) is { } many)
                {
                    db.ChangeTracker.Clear();
                    return many;
                }

                counted = true;
                await db.SaveChangesAsync(ct);
                return null;
            }
            catch (DbUpdateException) when (attempt < MostTries)
            {
                // By the account's version, or by the number of the change, which is made of it.
                db.ChangeTracker.Clear();
            }
        }
    }
}
