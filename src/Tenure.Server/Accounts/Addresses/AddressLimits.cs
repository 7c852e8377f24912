using System.Net;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.Accounts.Addresses;

/// <summary>How many codes for addresses one account asks for: who has an account must not make the server write to the whole world.</summary>
internal sealed class AddressLimits(RateLimits limits, Throttles throttles)
{
    private static readonly RateLimit OfAccount = new(10, TimeSpan.FromDays(1));

    /// <summary>Counts one code, or refuses it; mails by the caller's network too. SMS have their own counts there.</summary>
    public async Task<Refusal?> TakeAsync(AccountId account, Address address, IPAddress from, CancellationToken ct) =>
        await limits.TakeAsync(OfAccount, "identifier-code", account.ToString(), ct)
        ?? (address.Kind == IdentifierKind.Email ? (await throttles.TakeAsync(BeginRegistration.MailGates(throttles, from), ct)).Refusal : null);
}
