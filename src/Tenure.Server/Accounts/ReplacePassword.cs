using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Tenure.Client.Accounts;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;
using Tenure.Server.Sessions.Contracts;
using Tenure.Server.SignIn.Contracts;
using Account = Tenure.Domain.Accounts.Account;

namespace Tenure.Server.Accounts;

/// <summary>A new password for the old one. Every other session ends, no device is known any more, and the person is told by mail.</summary>
internal sealed class ReplacePassword(
    TenureDb db, AccountDirectory accounts, PasswordStepUp stepUp, PasswordPolicy policy, PasswordHasher passwords, RateLimits limits, KnownDevices devices, SessionEnding sessions,
    Notices notices, SecurityEvents events, TimeProvider clock, AccountLog log)
{
    private static readonly RateLimit OfAccount = new(20, TimeSpan.FromDays(1));

    // More than the changes that somebody else can squeeze in between one read and one write, again and again.
    private const int MostTries = 20;

    public static void Map(IEndpointRouteBuilder account) => account
        .MapPost("/password", async Task<Results<NoContent, RefusalResult>> (
            ChangePassword request, CurrentAccount holder, ReplacePassword replace, CancellationToken ct) =>
            TypedResults.From(await replace.ExecuteAsync(holder, request.Current, request.New, ct)))
        .WithSummary("Change the password");

    public async Task<Refusal?> ExecuteAsync(CurrentAccount holder, string current, string next, CancellationToken ct)
    {
        // The rules for the new one first: they cost nothing, and need no secret.
        var facts = await accounts.GetAsync(holder.Id, ct);
        // Read before the old password is checked: of two that change it at once, the second finds a newer version and loses.
        var account = await db.Accounts.FirstAsync(a => a.Id == holder.Id, ct);
        if (policy.Check(next, new PersonalWords(facts.Addresses, facts.Number, facts.Nickname), account.AlwaysAsk) is { } refusal)
        {
            return refusal with { Field = "new" };
        }

        if (await stepUp.CheckAsync(holder, current, ct) is { } notProven)
        {
            return notProven.Field is null ? notProven : notProven with { Field = "current" };
        }

        // Each one is told at every address. Counted apart from changes of addresses: those must not stop a new password.
        if (await limits.TakeAsync(OfAccount, "password-change", holder.Id.ToString(), ct) is { } many)
        {
            return many;
        }

        var hash = await passwords.HashAsync(next, ct);
        if (hash.Refusal is { } busy)
        {
            return busy;
        }

        // Not if a second proof is no longer asked for always: a short password would stand alone.
        var (chosenAt, alwaysAsk) = (account.PasswordChosenAt, account.AlwaysAsk);
        for (var attempt = 1; account.State == AccountState.Open && account.PasswordChosenAt == chosenAt && (account.AlwaysAsk || !alwaysAsk); attempt++)
        {
            try
            {
                await ReplaceAsync(holder, account, hash.Value, ct);
                log.PasswordChanged(holder.Id);
                return null;
            }
            catch (DbUpdateConcurrencyException) when (attempt < MostTries)
            {
                // The nickname or a session changed meanwhile: no reason to leave the old password to who has it.
                db.ChangeTracker.Clear();
                account = await db.Accounts.FirstAsync(a => a.Id == holder.Id, ct);
            }
        }

        // Somebody else chose one since: what was typed is no longer the password.
        return SignInRefusals.StepUpFailed with { Field = "current" };
    }

    // One transaction: a password that changed while a thief's session lives on would be worse than one that did not change.
    private async Task ReplaceAsync(CurrentAccount holder, Account account, string hash, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        account.ChoosePassword(hash, clock.GetUtcNow());
        events.Record(holder.Id, SecurityEventKind.PasswordChanged);
        await notices.SendAsync(holder.Id, AccountMails.PasswordChanged(account.Language, clock.GetUtcNow()), ct);
        await db.SaveChangesAsync(ct);
        await devices.ForgetAllAsync(holder.Id, ct);
        await sessions.EndAllAsync(holder.Id, holder.Session, ct);
        await transaction.CommitAsync(ct);
    }
}
