using System.Net;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Tenure.Client.Accounts;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;
using Tenure.Server.Accounts.Addresses;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Mail;
using Tenure.Server.Platform.Problems;
using Tenure.Server.Platform.Sms;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.Accounts.Resets;

/// <summary>A person who forgot the password types an address. If it belongs to an account, a code goes there; answer, work and rows are the same if not.</summary>
/// <remarks>
/// An e-mail address gets a few codes of six digits a day, so that nobody can try many; whoever asks for more makes it get its own code of twelve, which is good in every reset of the address
/// (docs/decisions/0025). So a stranger cannot use up what its owner needs.
/// </remarks>
internal sealed class BeginReset(
    TenureDb db, Codes codes, RateLimits limits, Throttles throttles, CodeSms sms, SmsBudget budget, Outbox outbox, RegistrationRules rules, SignInRules signIn, TimeProvider clock)
{
    public static void Map(IEndpointRouteBuilder resets) => resets
        .MapPost("", async Task<Results<Accepted<ResetStarted>, RefusalResult>> (StartReset request, HttpContext context, BeginReset begin, CancellationToken ct) =>
        {
            var answer = await begin.ExecuteAsync(request.Address, context.CallerAddress, ct);
            return answer.Refusal is { } refusal ? TypedResults.Refused(refusal) : TypedResults.Accepted((string?)null, answer.Value);
        })
        .WithSummary("Ask for a code at an address, to choose a new password");

    /// <param name="typed">An e-mail address or a phone number.</param>
    /// <param name="address">Where the call comes from.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<Answer<ResetStarted>> ExecuteAsync(string typed, IPAddress address, CancellationToken ct)
    {
        if (TypedAddress.Read(typed, "address", out var recipient) is { } unreadable)
        {
            return unreadable;
        }

        // By network alone, before anything is looked up.
        if ((recipient.Phone is { } number ? budget.Check(number) : (await throttles.TakeAsync([throttles.MailsFrom(address)], ct)).Refusal) is { } wait)
        {
            return wait with { Field = wait.Field is null ? null : "address" };
        }

        var id = Codes.DrawId();
        var key = Codes.KeyOf(id);
        // One transaction: who hangs up in between must not use up a code that was never sent.
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var found = await FindAsync(recipient, ct);
        var (refusal, hash) = recipient.Email is { } email
            ? (null, await SendMailAsync(key, email, found, ct))
            : await SendSmsAsync(key, recipient.Phone!.Value, found, Network.Of(address), ct);
        if (refusal is not null)
        {
            return refusal;
        }

        var life = recipient.Kind == IdentifierKind.Email ? rules.CodeLifetime : signIn.CodeLifetime;
        var reset = PasswordReset.Start(key, recipient, found?.Id ?? default, found?.PasswordChosenAt ?? default, hash, clock.GetUtcNow() + life);
        db.PasswordResets.Add(reset);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return new ResetStarted(id, reset.ExpiresAt);
    }

    // An address that proves nothing any more, and an account that is not open, are answered like nobody's.
    private async Task<Owner?> FindAsync(Address address, CancellationToken ct)
    {
        var found = await db.Identifiers.AsNoTracking().Where(i => i.Kind == address.Kind && i.Value == address.Value)
            .Join(db.Accounts, i => i.AccountId, a => a.Id, (identifier, account) => new { Identifier = identifier, account.Id, account.State, account.Language, account.PasswordChosenAt })
            .FirstOrDefaultAsync(ct);
        return found is { State: AccountState.Open } && found.Identifier.IsProof(clock.GetUtcNow()) ? new Owner(found.Id, found.Language, found.PasswordChosenAt) : null;
    }

    // The letter is written for nobody too; what stands in it is good for nothing then.
    private async Task<byte[]> SendMailAsync(byte[] key, EmailAddress address, Owner? owner, CancellationToken ct)
    {
        var (code, hash) = codes.Draw(key);
        var language = owner?.Language ?? Languages.Default;
        if (await limits.TakeAsync(new RateLimit(rules.CodesPerDay, TimeSpan.FromDays(1)), "reset-code", address.Value, ct) is null)
        {
            Send(AccountMails.ResetCode(language, code, rules.CodeLifetime).To(address.Value), owner);
            return owner is null ? Codes.NoCode() : hash;
        }

        if (await limits.TakeAsync(new RateLimit(1, rules.AddressCodeEvery), "reset-address-code", address.Value, ct) is null)
        {
            Send(AccountMails.ResetAddressCode(language, codes.OfAddress(address, clock.GetUtcNow(), owner is null ? Codes.DrawId() : Codes.ToReset)).To(address.Value), owner);
        }

        return Codes.NoCode();
    }

    private void Send(Mail letter, Owner? owner)
    {
        if (owner is null)
        {
            outbox.Pretend(letter);
        }
        else
        {
            outbox.Enqueue(letter);
        }
    }

    private async Task<(Refusal? Refusal, byte[] Hash)> SendSmsAsync(byte[] key, PhoneNumber number, Owner? owner, Network network, CancellationToken ct)
    {
        var (code, hash) = codes.Draw(key);
        var refusal = await sms.SendToOwnerAsync(number, owner?.Language ?? Languages.Default, code, isKnown: owner is not null, network, clock.GetUtcNow() + signIn.CodeLifetime, ct);
        return (refusal, owner is null ? Codes.NoCode() : hash);
    }

    private sealed record Owner(AccountId Id, string Language, DateTimeOffset PasswordChosenAt);
}
