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
    /// <param name="isForPresent">Whether of those only the ones are believed that the account has now.</param>
    /// <param name="bySms">Whether a person without mail is told by SMS: what strangers can cause must not use up the SMS that a day has.</param>
    public async Task SendAsync(AccountId account, Letter letter, Letter toBelieved, IReadOnlyCollection<Identifier> also, CancellationToken ct, bool isForPresent = false, bool bySms = true)
    {
        var known = await RecipientsAsync(account, ct);
        List<Recipient> recipients = [.. known.Where(r => !r.WasUndone).DistinctBy(r => (r.Address, r.IsPresent)), .. also.Select(i => new Recipient(i.Address, i.AddedAt, IsPresent: false))];
        if (recipients.Count == 0)
        {
            return;
        }

        var now = clock.GetUtcNow();
        var ever = NoticeRule.BelievedSince(recipients.Select(r => r.AddedAt), now);
        // Of those that are there, too: one that was taken away must not be the only one that is believed.
        var present = NoticeRule.BelievedSince(recipients.Where(r => r.IsPresent).Select(r => r.AddedAt).DefaultIfEmpty(ever), now);
        // They came back by an undo. Whoever only reads an old mailbox would otherwise undo each of the holder's changes.
        var heard = known.Where(r => r.WasUndone).Select(r => r.Address).ToHashSet();
        foreach (var one in recipients.Where(r => r.Address.Kind == IdentifierKind.Email).DistinctBy(r => r.Address))
        {
            var isBelieved = one.AddedAt <= (one.IsPresent ? present : ever) && (one.IsPresent || !isForPresent) && !heard.Contains(one.Address);
            outbox.Enqueue((isBelieved ? toBelieved : letter).To(one.Address.Value));
        }

        // A mail address that came since does not stand for the person.
        if (bySms && !recipients.Exists(r => r is { Address.Kind: IdentifierKind.Email, IsPresent: true } && r.AddedAt <= ever))
        {
            await SendSmsAsync(recipients.Select(r => r.Address.Phone).OfType<PhoneNumber>().Distinct(), letter.Subject, ct);
        }
    }

    /// <summary>Tells each mail address something of its own; each number gets the subject by SMS.</summary>
    /// <param name="account">Whose.</param>
    /// <param name="letterFor">What an address is told.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task SendEachAsync(AccountId account, Func<Address, Letter> letterFor, CancellationToken ct)
    {
        var known = (await RecipientsAsync(account, ct)).Where(r => !r.WasUndone).DistinctBy(r => r.Address).ToList();
        foreach (var one in known.Where(r => r.Address.Kind == IdentifierKind.Email))
        {
            outbox.Enqueue(letterFor(one.Address).To(one.Address.Value));
        }

        foreach (var number in known.Where(r => r.Address.Kind == IdentifierKind.Phone))
        {
            await SendSmsAsync([number.Address.Phone!.Value], letterFor(number.Address).Subject, ct);
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

    // Of those that were taken away: not one that is somebody's by now, it would tell them of another's account.
    private Task<List<Recipient>> RecipientsAsync(AccountId account, CancellationToken ct) => db.ReadAsync(
        new(
            """
            SELECT kind, value, added_at, 1 AS is_present, 0 AS was_undone, 0 AS number FROM identifiers WHERE account_id = $1
            UNION ALL
            SELECT kind, value, added_at, 0, CASE WHEN undone_at IS NULL THEN 0 ELSE 1 END, number FROM address_changes c
            WHERE account_id = $1 AND what = 'Removed'
                AND (c.undone_at IS NOT NULL OR (c.at > $2 AND NOT EXISTS (SELECT 1 FROM identifiers i WHERE i.kind = c.kind AND i.value = c.value)))
            ORDER BY is_present DESC, number
            """,
            account.Value, UtcTimeConverter.ToStored(clock.GetUtcNow() - AddressChange.UndoTime)),
        row => new Recipient(
            Address.FromStored(Enum.Parse<IdentifierKind>(row.GetString(0)), row.GetString(1)), UtcTimeConverter.FromStored(row.GetDateTime(2)), row.GetInt32(3) == 1, row.GetInt32(4) == 1),
        ct);

    private sealed record Recipient(Address Address, DateTimeOffset AddedAt, bool IsPresent, bool WasUndone = false);
}
