using Tenure.Domain.Accounts;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Platform.Hosting;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.Accounts.Addresses;

/// <summary>Writes down a change of addresses, and tells the addresses of before, with a link that undoes it.</summary>
internal sealed class AddressAnnouncement(TenureDb db, Notices notices, SecurityEvents events, IssuerUrl issuer, TimeProvider clock)
{
    /// <summary>The time that a change is made at.</summary>
    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Adds it to the unit of work; the caller saves.</summary>
    /// <param name="account">Changed already.</param>
    /// <param name="what">What is done.</param>
    /// <param name="identifier">As it was before.</param>
    /// <param name="ct">Ends the call.</param>
    public Task WriteAsync(Account account, AddressChangeKind what, Identifier identifier, CancellationToken ct)
    {
        var (secret, now, masked) = (Codes.DrawId(), clock.GetUtcNow(), identifier.Address.Masked);
        db.AddressChanges.Add(AddressChange.Of(account, what, identifier, Codes.KeyOf(secret), now));
        events.Record(account.Id, EventOf(what), masked);
        var security = new Uri(issuer.Value, "security/addresses");
        return notices.SendAsync(
            account.Id,
            AccountMails.AddressChanged(what, account.Language, masked, now, undo: null, security),
            AccountMails.AddressChanged(what, account.Language, masked, now, new Uri(issuer.Value, "undo/" + secret), security),
            also: [],
            ct);
    }

    private static SecurityEventKind EventOf(AddressChangeKind what) => what switch
    {
        AddressChangeKind.Added => SecurityEventKind.IdentifierAdded,
        AddressChangeKind.Removed => SecurityEventKind.IdentifierRemoved,
        AddressChangeKind.MadeFirst => SecurityEventKind.PrimaryChanged,
    };
}
