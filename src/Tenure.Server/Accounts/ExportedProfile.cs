using System.ComponentModel;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Accounts;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Exports.Contracts;

namespace Tenure.Server.Accounts;

/// <summary>The account itself, its addresses, its picture, and what happened to it.</summary>
internal sealed class ExportedProfile(TenureDb db) : IExportSource
{
    public IReadOnlyList<ExportPart> Parts =>
    [
        ExportPart.Rows("account", ["accounts"], ReadAccount),
        ExportPart.Files("picture", ["account_pictures"], ReadPictureAsync),
        ExportPart.Rows("addresses", ["identifiers"], ReadAddresses),
        ExportPart.Rows("address-changes", ["address_changes"], ReadChanges),
        ExportPart.Rows("events", ["security_events"], ReadEvents),
    ];

    private IAsyncEnumerable<ExportedAccount> ReadAccount(AccountId account, CancellationToken ct) => db.Accounts.AsNoTracking().Where(a => a.Id == account)
        .Select(a => new ExportedAccount(
            a.Number.Value, a.Nickname, a.Language, a.Gender, a.Country, a.Picture != null, a.State, a.CreatedAt, a.PasswordChosenAt, a.ResetAt, a.AlwaysAsk, a.FrozenUntil, a.QuietUntil, a.SeenAt))
        .AsAsyncEnumerable();

    // One picture, in its largest size: the others are made of it.
    private async IAsyncEnumerable<ExportedFile> ReadPictureAsync(AccountId account, [EnumeratorCancellation] CancellationToken ct)
    {
        if (await db.AccountPictures.AsNoTracking().Where(p => p.AccountId == account).OrderByDescending(p => p.Size).FirstOrDefaultAsync(ct) is { } picture)
        {
            yield return new ExportedFile("picture.jpg", picture.Content);
        }
    }

    private IAsyncEnumerable<ExportedAddress> ReadAddresses(AccountId account, CancellationToken ct) => db.Identifiers.AsNoTracking().Where(i => i.AccountId == account).OrderBy(i => i.AddedAt)
        .Select(i => new ExportedAddress(i.Kind, i.Value, i.AddedAt, i.VerifiedAt, i.Rank)).AsAsyncEnumerable();

    private IAsyncEnumerable<ExportedAddressChange> ReadChanges(AccountId account, CancellationToken ct) => db.AddressChanges.AsNoTracking().Where(c => c.AccountId == account).OrderBy(c => c.Number)
        .Select(c => new ExportedAddressChange(c.What, c.At, c.Kind, c.Value, c.AddedAt, c.VerifiedAt, c.UndoneAt)).AsAsyncEnumerable();

    private IAsyncEnumerable<ExportedEvent> ReadEvents(AccountId account, CancellationToken ct) => db.Set<SecurityEvent>().AsNoTracking().Where(e => e.AccountId == account).OrderBy(e => e.Id)
        .Select(e => new ExportedEvent(e.At, e.Kind, e.Client, e.Network, e.Detail)).AsAsyncEnumerable();

    internal sealed record ExportedAccount(
        [property: Description("The account number")] string Number,
        [property: Description("How you want to be called")] string? Nickname,
        [property: Description("The language you read, as a BCP 47 tag")] string Language,
        [property: Description("What you call your gender")] string? Gender,
        [property: Description("The country or region you named, by ISO 3166-1")] string? Country,
        [property: Description("Whether there is a picture")] bool HasPicture,
        [property: Description("open, suspended or closed")] AccountState State,
        [property: Description("When the account was made")] DateTimeOffset CreatedAt,
        [property: Description("When the password was last chosen")] DateTimeOffset PasswordChosenAt,
        [property: Description("When the password was last reset with one address alone")] DateTimeOffset? ResetAt,
        [property: Description("Whether every sign-in asks for a second proof")] bool AlwaysAsk,
        [property: Description("Until when a freeze stops far-reaching acts")] DateTimeOffset? FrozenUntil,
        [property: Description("Until when a new way into the account makes far-reaching acts wait")] DateTimeOffset? QuietUntil,
        [property: Description("When you were last there in sessions that are kept no more")] DateTimeOffset? SeenAt);

    internal sealed record ExportedAddress(
        [property: Description("email or phone")] IdentifierKind Kind,
        [property: Description("The address or number")] string Value,
        [property: Description("When it came into the account")] DateTimeOffset AddedAt,
        [property: Description("When you last proved it")] DateTimeOffset VerifiedAt,
        [property: Description("The highest of its kind is the first one")] int Rank);

    internal sealed record ExportedAddressChange(
        [property: Description("What was done")] AddressChangeKind What,
        [property: Description("When")] DateTimeOffset At,
        [property: Description("email or phone")] IdentifierKind Kind,
        [property: Description("The address or number")] string Value,
        [property: Description("When it had come into the account")] DateTimeOffset AddedAt,
        [property: Description("When it had last been proven")] DateTimeOffset VerifiedAt,
        [property: Description("When the change was undone")] DateTimeOffset? UndoneAt);

    internal sealed record ExportedEvent(
        [property: Description("When")] DateTimeOffset At,
        [property: Description("What happened; the page of events has a text for each")] SecurityEventKind Kind,
        [property: Description("What the browser or program called itself")] string? Client,
        [property: Description("Where it came from, as coarsely as it is kept")] string? Network,
        [property: Description("A device, a computer, a masked address, as the kind says")] string? Detail);
}
