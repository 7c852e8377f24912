using System.Net;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Leaving.Contracts;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Hosting;
using Tenure.Server.Platform.Problems;
using Tenure.Server.Proofs.Contracts;
using Tenure.Server.Sessions.Contracts;
using Tenure.Server.SignIn.Contracts;
using Request = Tenure.Client.Accounts.ResetPassword;

namespace Tenure.Server.Accounts.Resets;

/// <summary>
/// A new password for a forgotten one, after the code and, where the account has one, a second proof. Every session ends, no device is known any more, codes that wait are void, far-reaching acts wait; every
/// address is told, with a link that undoes it.
/// </summary>
internal sealed class ResetPassword(
    TenureDb db, ResetProofs proofs, PasswordPolicy policy, PasswordHasher passwords, Codes codes, RecoveryCodes recovery, CodeBudgets budgets, CodeSms sms, Throttles throttles, KnownDevices devices,
    SessionEnding sessions, SecurityEvents events, Notices notices, DeletionBook deletions, IssuerUrl issuer, TimeProvider clock, AccountLog log)
{
    public static void Map(IEndpointRouteBuilder resets) => resets
        .MapPost("/{id}/password", async Task<Results<NoContent, RefusalResult>> (string id, Request request, HttpContext context, ResetPassword reset, CancellationToken ct) =>
            TypedResults.From(await reset.ExecuteAsync(id, request.Password, request.Code, context.CallerAddress, ct)))
        .WithSummary("Choose the new password");

    /// <param name="id">The reset.</param>
    /// <param name="password">The new one.</param>
    /// <param name="typed">The second proof: a recovery code, or the code that <see cref="SendResetProof"/> sent; <c>null</c> or empty when none is needed.</param>
    /// <param name="address">Where the request comes from.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<Refusal?> ExecuteAsync(string id, string password, string? typed, IPAddress address, CancellationToken ct)
    {
        if ((WellFormedText.Check(id, "id") ?? WellFormedText.Check(password, "password") ?? WellFormedText.Check(typed, "code")) is { } malformed)
        {
            return malformed;
        }

        SecondProof? second = null;
        if (!string.IsNullOrWhiteSpace(typed) && SecondProof.Read(transaction: null, typed, out second) is { } unreadable)
        {
            return unreadable;
        }

        if (await LookAsync(id, password, second, ct) is { } refusal)
        {
            return refusal;
        }

        Gate[] gates = [throttles.Gate(throttles.Rules.PerNetwork, "reset-proof", Network.Of(address).Prefix)];
        var state = second is null ? null : await throttles.TakeAsync(gates, ct);
        if (state?.Refusal is { } wait)
        {
            return wait;
        }

        var done = await HashAndSetAsync(id, password, second, ct);
        if (state is not null && done is not { Code: "code_wrong" or "recovery_code_wrong" })
        {
            await throttles.GiveBackAsync(state, gates, ct);
        }

        return done is { Field: "recovery_code" } ? done with { Field = "code" } : done;
    }

    // What can be said without a hash. The person's own data are asked for only after the second proof.
    private async Task<Refusal?> LookAsync(string id, string password, SecondProof? second, CancellationToken ct)
    {
        var (reset, account) = await FindAsync(id, ct);
        if (reset is null || await proofs.CheckAsync(reset, account, ct) is not null)
        {
            return AccountRefusals.ResetOver;
        }

        return policy.Check(password, new PersonalWords([reset.Address], Number: null, Nickname: null), account!.AlwaysAsk)
            ?? (second is null && (await proofs.NeededAsync(reset, account, ct)).IsNeeded ? AccountRefusals.SecondProofNeeded : null);
    }

    private async Task<Refusal?> HashAndSetAsync(string id, string password, SecondProof? second, CancellationToken ct)
    {
        // Hashed outside of any transaction: it takes longer than all of them.
        var hash = await passwords.HashAsync(password, ct);
        if (hash.Refusal is { } busy)
        {
            return busy;
        }

        var (_, owner) = await FindAsync(id, ct);
        db.ChangeTracker.Clear();
        return await budgets.TryAsync(second?.Mailed is null ? null : $"reset:{owner?.Id}", token => SetAsync(id, password, hash.Value, second, token), ct);
    }

    // One transaction: a password that changed while a thief's session lives on would be worse than one that did not change.
    private async Task<Refusal?> SetAsync(string id, string password, string hash, SecondProof? second, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var (reset, account) = await FindAsync(id, ct);
        var now = clock.GetUtcNow();
        if (reset is null || account is null || await proofs.CheckAsync(reset, account, ct) is not null)
        {
            return AccountRefusals.ResetOver;
        }

        var (isNeeded, other) = await proofs.NeededAsync(reset, account, ct);
        if (isNeeded && await TakeAsync(id, reset, other, account, second, ct) is { } unproven)
        {
            return unproven;
        }

        var addresses = await db.Identifiers.AsNoTracking().Where(i => i.AccountId == account.Id).ToListAsync(ct);
        if (policy.Check(password, new PersonalWords([.. addresses.Select(i => i.Address)], account.Number, account.Nickname), account.AlwaysAsk) is { } refusal)
        {
            // The second proof is not used up.
            db.ChangeTracker.Clear();
            return refusal;
        }

        var secret = Codes.DrawId();
        db.PasswordUndos.Add(PasswordUndo.Of(account, Codes.KeyOf(secret), SealedHash.Seal(secret, account.PasswordHash), now));
        account.ResetPassword(hash, byTwoProofs: isNeeded, now);
        reset.Complete();
        events.Record(account.Id, SecurityEventKind.PasswordReset, reset.Address.Masked);
        // Who comes back by it does not want to leave, and whoever asked for the end may have been a thief.
        await deletions.CallOffIfAskedAsync(account, ct);
        await notices.SendAsync(
            account.Id,
            AccountMails.PasswordReset(account.Language, now, undo: null, new Uri(issuer.Value, "freeze")),
            AccountMails.PasswordReset(account.Language, now, new Uri(issuer.Value, "reset/undo/" + secret), new Uri(issuer.Value, "freeze")),
            also: [],
            ct,
            isForPresent: await events.CountAsync(account.Id, SecurityEventKind.PasswordResetUndone, now - AddressChange.UndoTime, ct) > 0);
        await db.SaveChangesAsync(ct);
        // Made so lately that they proved nothing here: a thief may have them.
        await recovery.ForgetSinceAsync(account.Id, now - Account.QuietTime, ct);
        await db.AddressProofs.Where(p => p.AccountId == account.Id).ExecuteDeleteAsync(ct);
        await db.ProofCodes.Where(c => c.AccountId == account.Id).ExecuteDeleteAsync(ct);
        await devices.ForgetAllAsync(account.Id, ct);
        await sessions.EndAllAsync(account.Id, except: null, ct);
        await transaction.CommitAsync(ct);
        log.PasswordReset(account.Id);
        return null;
    }

    private async Task<Refusal?> TakeAsync(string id, PasswordReset reset, Identifier? other, Account account, SecondProof? second, CancellationToken ct)
    {
        switch (second)
        {
            case { Recovery: { } paper }:
                if (await recovery.FindAsync(account.Id, paper, ct) is not { } found)
                {
                    return SignInRefusals.RecoveryCodeWrong;
                }

                if (found.RefuseBesidePassword(account, clock.GetUtcNow()) is { } tooNew)
                {
                    return tooNew;
                }

                await recovery.UseAsync(found, account, ct);
                return null;
            case { Mailed: { } digits } when other is not null:
                var key = SendResetProof.KeyOf(id, reset);
                return await db.ProofCodes.FirstOrDefaultAsync(c => c.Key == key && c.AccountId == account.Id, ct) is { } sent
                    ? sent.Take(codes.HashOf(key, digits), clock.GetUtcNow()) ?? await CountVerifiedAsync(other, ct)
                    : SignInRefusals.CodeSpent;
            case { Mailed: not null }:
                return SignInRefusals.CodeSpent;
            default:
                return AccountRefusals.SecondProofNeeded;
        }
    }

    private async Task<Refusal?> CountVerifiedAsync(Identifier other, CancellationToken ct)
    {
        if (other.Address.Phone is { } number)
        {
            await sms.VerifiedAsync(number, ct);
        }

        return null;
    }

    private async Task<(PasswordReset? Reset, Account? Account)> FindAsync(string id, CancellationToken ct)
    {
        var key = Codes.KeyOf(id);
        var reset = await db.PasswordResets.FirstOrDefaultAsync(r => r.Key == key, ct);
        return (reset, reset is null ? null : await db.Accounts.FirstOrDefaultAsync(a => a.Id == reset.AccountId, ct));
    }
}
