using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Platform;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.Accounts.Addresses;

/// <summary>One change of the addresses that an account has: with its password, and begun again when the account was changed meanwhile.</summary>
internal sealed class ChangeAddresses(TenureDb db, AccountChange whole, RateLimits limits)
{
    private static readonly RateLimit OfAccount = new(20, TimeSpan.FromDays(1));

    /// <param name="caller">Who changes them.</param>
    /// <param name="text">The address, as the list gives it.</param>
    /// <param name="password">As typed.</param>
    /// <param name="change">Makes the change in the unit of work; called again when it could not be saved.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<Refusal?> ExecuteAsync(
        CurrentAccount caller, string text, string password, Func<AddressBook, Account, Address, CancellationToken, Task<Refusal?>> change, CancellationToken ct)
    {
        var counted = false;
        return await whole.ExecuteAsync(
            caller, password,
            async (account, token) =>
            {
                // What cannot be an address is none of the account's.
                if (TypedAddress.Read(text, "address", out var address) is { } unreadable)
                {
                    return unreadable.Code == "malformed" ? unreadable : AddressRefusals.NotFound;
                }

                if (await change(await db.AddressBookAsync(account, token), account, address, token) is { } refusal)
                {
                    return refusal;
                }

                if (counted || !db.ChangeTracker.HasChanges())
                {
                    return null;
                }

                // Each one is told at every address. Counted when it is known to be a change, and once for all its tries.
                counted = true;
                return await limits.TakeAsync(OfAccount, "address-change", caller.Id.ToString(), token);
            },
            ct);
    }
}
