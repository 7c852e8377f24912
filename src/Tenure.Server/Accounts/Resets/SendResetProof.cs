using System.Net;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Mail;
using Tenure.Server.Platform.Problems;
using Tenure.Server.Proofs.Contracts;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.Accounts.Resets;

/// <summary>Sends the code that is the second proof of a reset to an address of another kind than the one that got the first.</summary>
internal sealed class SendResetProof(TenureDb db, ResetProofs proofs, Codes codes, Throttles throttles, CodeSms sms, Outbox outbox, SignInRules rules, TimeProvider clock)
{
    public static void Map(IEndpointRouteBuilder resets) => resets
        .MapPost("/{id}/proof-code", async Task<Results<NoContent, RefusalResult>> (string id, HttpContext context, SendResetProof send, CancellationToken ct) =>
            TypedResults.From(await send.ExecuteAsync(id, context.CallerAddress, ct)))
        .WithSummary("Send the code that is the second proof");

    /// <summary>What the database knows of the code that a reset sent last.</summary>
    public static byte[] KeyOf(string id, PasswordReset reset) => Codes.KeyOf($"reset-proof\0{reset.SecondSends}\0{id}");

    public async Task<Refusal?> ExecuteAsync(string id, IPAddress address, CancellationToken ct)
    {
        if (WellFormedText.Check(id, "id") is { } malformed)
        {
            return malformed;
        }

        var (key, now) = (Codes.KeyOf(id), clock.GetUtcNow());
        var reset = await db.PasswordResets.FirstOrDefaultAsync(r => r.Key == key, ct);
        var account = reset is null ? null : await db.Accounts.AsNoTracking().FirstOrDefaultAsync(a => a.Id == reset.AccountId, ct);
        if (reset is null || await proofs.CheckAsync(reset, account, ct) is not null)
        {
            return AccountRefusals.ResetOver;
        }

        if ((await proofs.NeededAsync(reset, account!, ct)).Other is not { } other)
        {
            return AddressRefusals.NotFound with { Field = null };
        }

        Gate[] gates = [throttles.Gate(throttles.Rules.MailsToAccount, "mail-reset-proof", account!.Id.ToString()), throttles.MailsFrom(address)];
        if ((await throttles.TakeAsync(gates, ct)).Refusal is { } wait)
        {
            return wait;
        }

        if (reset.SendSecond() is { } spent)
        {
            return spent;
        }

        var proof = KeyOf(id, reset);
        var (code, hash) = codes.Draw(proof);
        db.ProofCodes.Add(ProofCode.Sent(proof, account.Id, hash, now + rules.CodeLifetime));
        if (other.Address.Email is { } email)
        {
            outbox.Enqueue(AccountMails.ResetProof(account.Language, code, rules.CodeLifetime).To(email.Value));
        }
        else if (await sms.SendAsync(other.Address.Phone!.Value, account.Language, code, Network.Of(address), now + rules.CodeLifetime, ct) is { } refusal)
        {
            db.ChangeTracker.Clear();
            return refusal;
        }

        try
        {
            await db.SaveChangesAsync(ct);
            return null;
        }
        catch (DbUpdateException)
        {
            // Another request of the same person was first: its message is on the way.
            db.ChangeTracker.Clear();
            return SignInRefusals.Throttled(rules.FirstResend);
        }
    }
}
