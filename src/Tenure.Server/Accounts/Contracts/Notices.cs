using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Server.Data;
using Tenure.Server.Platform.Hosting;
using Tenure.Server.Platform.Mail;
using Tenure.Server.Platform.Sms;

namespace Tenure.Server.Accounts.Contracts;

/// <summary>Tells an account's person what happened to it, in the caller's unit of work: by mail at every address that the account has or had in the last 90 days, and by SMS where there is no mail.</summary>
internal sealed class Notices(TenureDb db, SmsBudget budget, Outbox outbox, IOptions<ServerOptions> server, TimeProvider clock)
{
    // A notice that comes days late alarms for nothing.
    private static readonly TimeSpan SmsLife = TimeSpan.FromDays(1);

    // One SMS, in any alphabet.
    private const int LongestSms = 70;

    /// <summary>Tells them. The addresses are those that are saved: those of before, as long as the caller has not saved.</summary>
    public Task SendAsync(AccountId account, Letter letter, CancellationToken ct) => SendAsync(account, letter, letter, [], ct);

    /// <summary>The same, and something else to those addresses that are believed.</summary>
    /// <param name="account">Whose.</param>
    /// <param name="letter">What every address is told.</param>
    /// <param name="toBelieved">What those are told that <see cref="NoticeRule"/> believes.</param>
    /// <param name="also">Others that are told: they went a moment ago.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task SendAsync(AccountId account, Letter letter, Letter toBelieved, IReadOnlyCollection<Identifier> also, CancellationToken ct)
    {
        List<Recipient> recipients = [.. await RecipientsAsync(account, ct), .. also.Select(i => new Recipient(i.Address, i.AddedAt, IsPresent: false))];
        if (recipients.Count == 0)
        {
            return;
        }

        var now = clock.GetUtcNow();
        var ever = NoticeRule.BelievedSince(recipients.Select(r => r.AddedAt), now);
        // Of those that are there, too: one that was taken away must not be the only one that is believed.
        var present = NoticeRule.BelievedSince(recipients.Where(r => r.IsPresent).Select(r => r.AddedAt).DefaultIfEmpty(ever), now);
        var heard = await HeardAsync(account, ct);
        foreach (var one in recipients.Where(r => r.Address.Kind == IdentifierKind.Email).DistinctBy(r => r.Address))
        {
            var isBelieved = one.AddedAt <= (one.IsPresent ? present : ever) && !heard.Contains(one.Address);
            outbox.Enqueue((isBelieved ? toBelieved : letter).To(one.Address.Value));
        }

        // A mail address that came since does not stand for the person.
        if (!recipients.Exists(r => r is { Address.Kind: IdentifierKind.Email, IsPresent: true } && r.AddedAt <= ever))
        {
            await SendSmsAsync(recipients.Select(r => r.Address.Phone).OfType<PhoneNumber>().Distinct(), letter.Subject, ct);
        }
    }

    private async Task SendSmsAsync(IEnumerable<PhoneNumber> numbers, string subject, CancellationToken ct)
    {
        var text = ShortText.Cut($"{server.Value.Name}: {subject}", LongestSms);
        foreach (var number in numbers)
        {
            if (await budget.TakeNoticeAsync(number, ct) is null)
            {
                outbox.Enqueue(new Sms(number, text, clock.GetUtcNow() + SmsLife) { HasCode = false });
            }
        }
    }

    private async Task<List<Recipient>> RecipientsAsync(AccountId account, CancellationToken ct)
    {
        var present = await db.Identifiers.AsNoTracking().Where(i => i.AccountId == account).ToListAsync(ct);
        var since = clock.GetUtcNow() - AddressChange.UndoTime;
        var identifiers = db.Identifiers;
        // Not one that is somebody's by now: it would tell them of another's account.
        var gone = await db.AddressChanges.AsNoTracking()
            .Where(c => c.AccountId == account && c.What == AddressChangeKind.Removed && c.At > since && c.UndoneAt == null)
            .Where(c => !identifiers.Any(i => i.Kind == c.Kind && i.Value == c.Value))
            .OrderBy(c => c.Number).ToListAsync(ct);
        return
        [
            .. present.Select(i => new Recipient(i.Address, i.AddedAt, IsPresent: true)),
            .. gone.DistinctBy(c => c.Address).Select(c => new Recipient(c.Address, c.AddedAt, IsPresent: false)),
        ];
    }

    // They came back by an undo. Whoever only reads an old mailbox would otherwise undo each of the holder's changes.
    private async Task<HashSet<Address>> HeardAsync(AccountId account, CancellationToken ct) =>
    [
        .. (await db.AddressChanges.AsNoTracking().Where(c => c.AccountId == account && c.What == AddressChangeKind.Removed && c.UndoneAt != null).ToListAsync(ct))
            .Select(c => c.Address),
    ];

    private sealed record Recipient(Address Address, DateTimeOffset AddedAt, bool IsPresent);
}
