using System.Net;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Mail;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.Proofs.Contracts;

/// <summary>Codes by mail, or by SMS where there is no mail address, for what is no sign-in. A code fits the purpose, account and session that asked for it, and nothing else: all are part of the hash that it is found by.</summary>
internal sealed class ProofCodes(TenureDb db, AccountDirectory accounts, Codes codes, Throttles throttles, SignInRules rules, CodeSms sms, Outbox outbox, TimeProvider clock)
{
    /// <summary>Sends a code to the account's first address; refuses with <c>throttled</c> when many were sent.</summary>
    /// <returns>The id that the caller gives back with the code.</returns>
    public async Task<Answer<string>> SendAsync(CurrentAccount holder, ProofPurpose purpose, IPAddress address, CancellationToken ct)
    {
        Gate[] gates =
        [
            MailsOf(holder),
            throttles.MailsFrom(address),
        ];
        if ((await throttles.TakeAsync(gates, ct)).Refusal is { } wait)
        {
            return wait;
        }

        var facts = await accounts.GetAsync(holder.Id, ct);
        var id = Codes.DrawId();
        var key = KeyOf(holder, purpose, id);
        var (code, hash) = codes.Draw(key);
        var endsAt = clock.GetUtcNow() + rules.CodeLifetime;
        var sent = await SendByAsync(await AddressForAsync(holder, purpose, ct), ct);
        if (sent.Refusal is { } refusal)
        {
            db.ChangeTracker.Clear();
            return refusal;
        }

        db.ProofCodes.Add(ProofCode.Sent(key, holder.Id, hash, endsAt, sent.Value));
        await db.SaveChangesAsync(ct);
        return id;

        // Whether it went by mail. A number that gets no SMS now is no way, and the mail address is the next one.
        async Task<Answer<bool>> SendByAsync(Address? to, CancellationToken token)
        {
            if (to is { Phone: { } number })
            {
                return await sms.SendAsync(number, facts.Language, code, Network.Of(address), endsAt, token) switch
                {
                    null => false,
                    { Code: "sms_unavailable" or "sms_paused" } when facts.FirstOf(IdentifierKind.Email) is not null => await SendByAsync(await accounts.CodeAddressAsync(holder.Id, token), token),
                    var no => no,
                };
            }

            if (to is { Email: { } email })
            {
                outbox.Enqueue(ProofMails.Code(facts.Language, purpose, code, rules.CodeLifetime).To(email.Value));
            }

            return true;
        }
    }

    /// <summary>Takes a code; the caller saves, whatever comes of it. Another's, and one for another purpose, look like one that was used.</summary>
    /// <returns>Why not, and whether the code went by mail.</returns>
    public async Task<(Refusal? Refusal, bool ByMail)> TakeAsync(CurrentAccount holder, ProofPurpose purpose, string id, string digits, CancellationToken ct)
    {
        var key = KeyOf(holder, purpose, id);
        return await db.ProofCodes.FirstOrDefaultAsync(c => c.Key == key, ct) is { } code
            ? (code.Take(codes.HashOf(key, digits), clock.GetUtcNow()), code.ByMail)
            : (SignInRefusals.CodeSpent, false);
    }

    /// <summary>A code was right: its holder reads the mails that were counted.</summary>
    public async Task ForgetMailsAsync(CurrentAccount holder, ProofPurpose purpose, bool byMail, CancellationToken ct)
    {
        await throttles.ForgetAsync([MailsOf(holder)], ct);
        if (!byMail && await AddressForAsync(holder, purpose, ct) is { Phone: { } number })
        {
            await sms.VerifiedAsync(number, ct);
        }
    }

    private async Task<Address?> AddressForAsync(CurrentAccount holder, ProofPurpose purpose, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return purpose == ProofPurpose.ComputerBind
            && (await accounts.IdentifiersAsync(holder.Id, ct)).FirstOrDefault(i => i.Kind == IdentifierKind.Phone && i.IsProof(now)) is { } phone
                ? phone.Address
                : await accounts.CodeAddressAsync(holder.Id, ct);
    }

    private Gate MailsOf(CurrentAccount holder) => throttles.Gate(throttles.Rules.MailsToAccount, "mail-proof", holder.Id.ToString());

    private static byte[] KeyOf(CurrentAccount holder, ProofPurpose purpose, string id) => Codes.KeyOf($"{purpose}\0{holder.Id}\0{holder.Session}\0{id}");
}
