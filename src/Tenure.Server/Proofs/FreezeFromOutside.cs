using System.Net;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Mail;
using Tenure.Server.Proofs.Contracts;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.Proofs;

/// <summary>Freezes an account without a session, on one proof: the password, a recovery code, or a code sent to one of its addresses. What a person does whose only phone was just stolen.</summary>
/// <remarks>Whether there is such an account shows in no words, and not in the work: the same statements, hashes and rows, whatever was typed.</remarks>
internal sealed class FreezeFromOutside(
    TenureDb db, CheckPassword check, TypedAccounts accounts, RecoveryCodes recovery, Codes codes, Throttles throttles, AccountChange change, FreezeAccount freeze, RateLimits limits, SignInRules rules,
    Outbox outbox, TimeProvider clock)
{
    // More than the wrong tries that a code takes, and the changes that somebody can squeeze in between.
    private const int MostRaces = 30;

    // Each writes rows, whatever was typed.
    private static readonly RateLimit CodesOfNetwork = RateLimit.Hourly(60);

    /// <summary>By identifier and password, counted as a sign-in is.</summary>
    public async Task<Refusal?> ByPasswordAsync(string identifier, string password, string? knownDevice, IPAddress address, CancellationToken ct)
    {
        if ((CheckPassword.Check(identifier, password) ?? WellFormedText.Check(knownDevice, "known_device")) is { } malformed)
        {
            return malformed;
        }

        var right = await check.ExecuteAsync(identifier, password, knownDevice, address, ct);
        if (right.Refusal is { } refusal)
        {
            return refusal;
        }

        await check.ForgetFailuresAsync(right.Value, ct);
        return await FreezeAsync(
            right.Value.Account, (account, token) => account.PasswordChosenAt == right.Value.ChosenAt ? freeze.TryFreezeAsync(account, token) : Task.FromResult<Refusal?>(SignInRefusals.SignInFailed), ct);
    }

    /// <summary>By identifier and a recovery code, which is used up.</summary>
    public async Task<Refusal?> ByRecoveryCodeAsync(string identifier, string recoveryCode, IPAddress address, CancellationToken ct)
    {
        var mistyped = RecoveryCodeText.Read(recoveryCode, out var code);
        if ((WellFormedText.Check(identifier, "identifier") ?? mistyped) is { } unreadable)
        {
            return unreadable;
        }

        var typed = await accounts.FindAsync(identifier, "freeze-recovery", address, ct);
        Gate[] gates = [typed.Identifier, typed.Network];
        var state = await throttles.TakeAsync(gates, ct);
        if (state.Refusal is { } wait)
        {
            return wait;
        }

        if (await recovery.FindAsync(typed.Account, code, ct) is null)
        {
            return SignInRefusals.RecoveryCodeWrong;
        }

        await throttles.GiveBackAsync(state, gates, ct);
        return await FreezeAsync(
            typed.Account,
            async (account, token) =>
            {
                if (await recovery.FindAsync(account.Id, code, token) is not { } found)
                {
                    return SignInRefusals.RecoveryCodeWrong;
                }

                await recovery.UseAsync(found, account, token);
                return await freeze.TryFreezeAsync(account, token);
            },
            ct);
    }

    /// <summary>
    /// Sends an address of an open account its code, unless it was sent often lately. The answer is the same if not, and so is the code: of twelve digits, good in every such transaction of the address,
    /// so that the mails which strangers cause are as good to its holder as their own. Refuses with <c>rate_limited</c> by network, before anything is looked up.
    /// </summary>
    /// <returns>The id that the caller gives back with address and code.</returns>
    public async Task<Answer<string>> SendCodeAsync(string typedAddress, IPAddress address, CancellationToken ct)
    {
        if (EmailAddress.Read(typedAddress, out var email) is { } unreadable)
        {
            return unreadable;
        }

        if (await limits.TakeAsync(CodesOfNetwork, "freeze-mail", Network.Of(address).Prefix, ct) is { } tooMany)
        {
            return tooMany;
        }

        var typed = await accounts.FindAsync(email.Value, "freeze-mail", address, ct);
        var account = await db.Accounts.Where(a => a.Id == typed.Account && a.State == AccountState.Open).Select(a => new { a.Id, a.Language }).FirstOrDefaultAsync(ct);
        Gate[] gates =
        [
            throttles.Gate(throttles.Rules.MailsToAccount, "mail-freeze", email.Value), throttles.MailsFrom(address),
        ];
        var isFree = (await throttles.TakeAsync(gates, ct)).Refusal is null;
        var isSent = account is not null && isFree;
        var id = Codes.DrawId();
        var key = KeyOf(id);
        // What is not sent has a code that is good for nothing.
        var code = codes.OfAddress(email, clock.GetUtcNow(), isSent ? Codes.ToFreeze : id);
        var letter = ProofMails.FreezeCode(account?.Language ?? Languages.Default, code).To(email.Value);
        // Bound to the address, of which the caller tells it again.
        var hash = codes.HashOf(key, email.Value);
        Add(key, account?.Id ?? default, account is null ? Codes.NoCode() : hash);
        if (isSent)
        {
            outbox.Enqueue(letter);
        }
        else
        {
            outbox.Pretend(letter);
        }

        await db.SaveChangesAsync(ct);
        return id;
    }

    /// <summary>By the code of the address. Wrong ones are counted by transaction, and by network; by account they would keep its holder from freezing it.</summary>
    public async Task<Refusal?> ByCodeAsync(string id, string sentTo, string typedCode, IPAddress address, CancellationToken ct)
    {
        var (noAddress, wrong) = (EmailAddress.Read(sentTo, out var email), CodeText.Read(typedCode, out var digits, orOfAddress: true));
        if ((WellFormedText.Check(id, "transaction") ?? noAddress ?? wrong) is { } unreadable)
        {
            return unreadable;
        }

        Gate[] gates = [throttles.Gate(throttles.Rules.PerNetwork, "freeze-code", Network.Of(address).Prefix)];
        var state = await throttles.TakeAsync(gates, ct);
        if (state.Refusal is { } wait)
        {
            return wait;
        }

        var key = KeyOf(id);
        var isRight = codes.IsOfAddress(email, digits, clock.GetUtcNow(), Codes.ToFreeze);
        var refusal = await TakeAsync(key, isRight ? codes.HashOf(key, email.Value) : Codes.NoCode(), ct);
        if (refusal != SignInRefusals.CodeWrong)
        {
            await throttles.GiveBackAsync(state, gates, ct);
        }

        return refusal;
    }

    private async Task<Refusal?> TakeAsync(byte[] key, byte[] hash, CancellationToken ct)
    {
        for (var race = 0; ; race++)
        {
            try
            {
                var code = await db.ProofCodes.FirstOrDefaultAsync(c => c.Key == key, ct);
                var refusal = code is null ? SignInRefusals.CodeSpent : code.Take(hash, clock.GetUtcNow());
                if (refusal is null)
                {
                    refusal = await db.Accounts.FirstOrDefaultAsync(a => a.Id == code!.AccountId && a.State == AccountState.Open, ct) is { } account
                        ? await freeze.TryFreezeAsync(account, ct)
                        : SignInRefusals.CodeSpent;
                }

                await db.SaveChangesAsync(ct);
                return refusal;
            }
            catch (DbUpdateConcurrencyException) when (race < MostRaces)
            {
                db.ChangeTracker.Clear();
            }
        }
    }

    // Proven already: an account that was closed just now looks like a password that was changed just now.
    private async Task<Refusal?> FreezeAsync(AccountId id, Func<Account, CancellationToken, Task<Refusal?>> freezing, CancellationToken ct) =>
        await change.ExecuteAsync(id, freezing, ct) is { } refusal ? refusal == SignInRefusals.StepUpFailed ? SignInRefusals.SignInFailed : refusal : null;

    private void Add(byte[] key, AccountId account, byte[] hash) => db.ProofCodes.Add(ProofCode.Sent(key, account, hash, clock.GetUtcNow() + rules.CodeLifetime));

    private static byte[] KeyOf(string id) => Codes.KeyOf($"{ProofPurpose.Freeze}\0{id}");
}
