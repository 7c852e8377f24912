using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Platform.Mail;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.Accounts;

/// <summary>
/// Sends the codes of registrations. An address gets a few codes a day, so that nobody can try many; whoever asks for more makes it get its own code, which nobody
/// can guess and which is good for every registration of the address. So a stranger cannot use up what its owner needs.
/// </summary>
internal sealed class RegistrationCodes(TenureDb db, Codes codes, RateLimits limits, RegistrationRules rules, Outbox outbox, TimeProvider clock)
{
    /// <summary>Sends a code in the caller's transaction, where one is due. An address that has an account is told so instead, as often.</summary>
    /// <returns>The hash of the code that is now the registration's; <c>null</c> when the address's own takes its place.</returns>
    public async Task<byte[]?> SendAsync(byte[] registration, EmailAddress address, string language, CancellationToken ct)
    {
        var (code, hash) = codes.Draw(registration);
        var known = await db.Identifiers.AnyAsync(i => i.Kind == IdentifierKind.Email && i.Value == address.Value, ct);
        if (await limits.TakeAsync(new RateLimit(rules.CodesPerDay, TimeSpan.FromDays(1)), "registration-code", address.Value, ct) is null)
        {
            outbox.Enqueue(known ? AccountMails.AlreadyRegistered(address, language) : AccountMails.Code(address, language, code));
            return known ? Codes.NoCode() : hash;
        }

        if (await limits.TakeAsync(new RateLimit(1, rules.AddressCodeEvery), "address-code", address.Value, ct) is null)
        {
            outbox.Enqueue(known ? AccountMails.AlreadyRegistered(address, language) : AccountMails.AddressCode(address, language, codes.OfAddress(address, clock.GetUtcNow())));
        }

        return null;
    }
}
