using System.Net;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Platform.Mail;
using Tenure.Server.Proofs.Contracts;
using Tenure.Server.Sessions.Contracts;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.SignIn;

/// <summary>Signs a person in: identifier and password, then a code by mail where the browser or device is new, or the account always asks.</summary>
internal sealed class SignInWithPassword(
    TenureDb db, CheckPassword check, AccountDirectory accounts, Throttles throttles, KnownDevices devices, Codes codes, RecoveryCodes recovery, CodeBudgets budgets, SignInRules rules,
    CodeSms sms, Notices notices, Outbox outbox, TimeProvider clock, SignInLog log)
{
    /// <summary>First step. Signed in on a known device, a code sent on a new one, or refused.</summary>
    public async Task<SignInOutcome> StartAsync(SignInAttempt attempt, CancellationToken ct)
    {
        if (Check(attempt) is { } malformed)
        {
            return new SignInOutcome.Refused(malformed);
        }

        var right = await check.ExecuteAsync(attempt.Identifier, attempt.Password, attempt.KnownDevice, attempt.Address, ct);
        if (right.Refusal is { } refusal)
        {
            return new SignInOutcome.Refused(refusal);
        }

        var subject = right.Value.Subject;
        if (right.Value.OnKnownDevice && !subject.AlwaysAsk)
        {
            return new SignInOutcome.SignedIn(new SessionGround.Password(subject.Id, subject.PasswordChosenAt), KnownDevice: null, right.Value.Forgetting);
        }

        await check.ForgetFailuresAsync(right.Value, ct);
        return await SendCodeAsync(subject, attempt, ct);
    }

    /// <summary>Second step: the code from the mail.</summary>
    public async Task<SignInOutcome> ContinueAsync(string transaction, string code, bool remember, IPAddress address, CancellationToken ct) =>
        WellFormedText.Check(transaction, "auth_session") is { } malformed ? new SignInOutcome.Refused(malformed)
        : CodeText.Read(code, out var digits) is { } unreadable ? new SignInOutcome.Refused(unreadable)
        : await FinishAsync(
            transaction, counted: true, remember,
            async (current, person, token) =>
            {
                if (current.Complete(codes.HashOf(current.Key, digits), person, clock.GetUtcNow()) is { } refused)
                {
                    return refused;
                }

                await ConfirmPhoneAsync(current, token);
                return null;
            },
            ct);

    /// <summary>Second step with a recovery code. Wrong ones are counted by network and by transaction; by account they would keep out the holder, and nobody guesses 130 bits.</summary>
    public async Task<SignInOutcome> ContinueByRecoveryCodeAsync(string transaction, string recoveryCode, bool remember, IPAddress address, CancellationToken ct)
    {
        if (RecoveryCodeText.Read(recoveryCode, out var typed) is var mistyped && (WellFormedText.Check(transaction, "auth_session") ?? mistyped) is { } unreadable)
        {
            return new SignInOutcome.Refused(unreadable);
        }

        Gate[] gates = [throttles.Gate(throttles.Rules.PerNetwork, "recovery-code", Network.Of(address).Prefix)];
        var state = await throttles.TakeAsync(gates, ct);
        if (state.Refusal is { } wait)
        {
            return new SignInOutcome.Refused(wait);
        }

        var outcome = await FinishAsync(transaction, counted: false, remember, CompleteAsync, ct);
        if (outcome is not SignInOutcome.Refused { Refusal.Code: "recovery_code_wrong" })
        {
            await throttles.GiveBackAsync(state, gates, ct);
        }

        return outcome;

        async Task<Refusal?> CompleteAsync(SignInTransaction current, Account person, CancellationToken token)
        {
            var found = await recovery.FindAsync(person.Id, typed, token);
            if (current.CompleteByRecoveryCode(found is not null, person, clock.GetUtcNow()) is { } refused)
            {
                return refused;
            }

            await recovery.UseAsync(found!, person, token);
            return null;
        }
    }

    /// <summary>Sends another code for the same sign-in.</summary>
    public async Task<Refusal?> ResendAsync(string transaction, IPAddress address, CancellationToken ct)
    {
        if (WellFormedText.Check(transaction, "auth_session") is { } malformed)
        {
            return malformed;
        }

        var key = Codes.KeyOf(transaction);
        if (await FindAsync(key, ct) is not { } found || await db.Accounts.FirstOrDefaultAsync(a => a.Id == found.AccountId, ct) is not { State: AccountState.Open } account)
        {
            return SignInRefusals.CodeSpent;
        }

        var (code, hash) = codes.Draw(key);
        if (found.Resend(hash, clock.GetUtcNow(), rules) is { } refusal)
        {
            return refusal;
        }

        if (((await throttles.TakeAsync(MailGates(account, address), ct)).Refusal ?? await EnqueueCodeAsync(found, account, code, address, ct)) is { } wait)
        {
            // The code that was sent stays good.
            db.Entry(found).State = EntityState.Detached;
            return wait;
        }

        try
        {
            await db.SaveChangesAsync(ct);
            return null;
        }
        catch (DbUpdateConcurrencyException)
        {
            // Another request of the same person was first: its mail is on the way.
            return SignInRefusals.Throttled(rules.FirstResend);
        }
    }

    private async Task<SignInOutcome> FinishAsync(
        string transaction, bool counted, bool remember, Func<SignInTransaction, Account, CancellationToken, Task<Refusal?>> complete, CancellationToken ct)
    {
        var key = Codes.KeyOf(transaction);
        if (await FindAsync(key, ct) is not { } found)
        {
            return new SignInOutcome.Refused(SignInRefusals.CodeSpent);
        }

        var account = found.AccountId;
        SignInOutcome.SignedIn? signedIn = null;
        var refusal = await budgets.TryAsync(counted ? $"account:{account}" : null, CompleteAsync, ct);
        if (refusal is not null)
        {
            log.CodeRefused(account, refusal.Code);
            return new SignInOutcome.Refused(refusal);
        }

        await throttles.ForgetAsync([SignInGates.StreakOf(throttles, account), SignInGates.CodeMailsOf(throttles, account)], ct);
        log.SignedInOnNewDevice(account);
        return signedIn!;

        async Task<Refusal?> CompleteAsync(CancellationToken token)
        {
            var current = await FindAsync(key, token);
            var person = await db.Accounts.FirstOrDefaultAsync(a => a.Id == account, token);
            if (current is null || person is null)
            {
                return SignInRefusals.CodeSpent;
            }

            if (await complete(current, person, token) is { } refused)
            {
                return refused;
            }

            // Written though it stays as it is: a password that is chosen anew meanwhile makes one of the two begin again.
            db.Entry(person).Property(a => a.Version).IsModified = true;
            signedIn = new SignInOutcome.SignedIn(new SessionGround.Password(account, person.PasswordChosenAt), remember ? devices.Add(account, current.DeviceName) : null);
            await notices.SendAsync(account, SignInMails.NewSignIn(person.Language, current.DeviceName, clock.GetUtcNow()), token);
            return null;
        }
    }

    // What neither database nor hash can take is refused before anything is looked up.
    private static Refusal? Check(SignInAttempt attempt) =>
        CheckPassword.Check(attempt.Identifier, attempt.Password) ?? WellFormedText.Check(attempt.KnownDevice, "known_device") ?? WellFormedText.Check(attempt.DeviceName, "device_name");

    private static string NameOf(SignInAttempt attempt) => ShortText.Cut(attempt.DeviceName, KnownDevices.LongestName);

    private Task<SignInTransaction?> FindAsync(byte[] key, CancellationToken ct) => db.SignInTransactions.FirstOrDefaultAsync(t => t.Key == key, ct);

    private async Task<SignInOutcome> SendCodeAsync(SignInSubject subject, SignInAttempt attempt, CancellationToken ct)
    {
        var account = await db.Accounts.FirstAsync(a => a.Id == subject.Id, ct);
        var id = Codes.DrawId();
        var key = Codes.KeyOf(id);
        var (code, hash) = codes.Draw(key);
        var transaction = SignInTransaction.Start(key, account.Id, subject.PasswordChosenAt, NameOf(attempt), hash, clock.GetUtcNow(), rules);
        db.SignInTransactions.Add(transaction);
        // Over the limit all looks the same, and no message goes out: who has the password cannot flood the holder.
        var sent = ((await throttles.TakeAsync(MailGates(account, attempt.Address), ct)).Refusal ?? await EnqueueCodeAsync(transaction, account, code, attempt.Address, ct)) is null;
        await db.SaveChangesAsync(ct);
        if (sent)
        {
            log.CodeSent(account.Id);
        }
        else
        {
            log.CodeKeptBack(account.Id);
        }

        return new SignInOutcome.CodeSent(id);
    }

    private Gate[] MailGates(Account account, IPAddress address) =>
        [SignInGates.CodeMailsOf(throttles, account.Id), throttles.MailsFrom(address)];

    // By mail, or by SMS where there is no mail address. Refuses where no SMS may go now.
    private async Task<Refusal?> EnqueueCodeAsync(SignInTransaction transaction, Account account, string code, IPAddress from, CancellationToken ct)
    {
        transaction.SendTo(null);
        switch (await accounts.CodeAddressAsync(account.Id, ct))
        {
            case { Email: { } email }:
                outbox.Enqueue(SignInMails.Code(email, account.Language, code, rules.CodeLifetime, transaction.DeviceName));
                return null;
            case { Phone: { } number }:
                transaction.SendTo(number);
                return await sms.SendAsync(number, account.Language, code, Network.Of(from), transaction.ExpiresAt, ct);
            default:
                return null;
        }
    }

    // Who read the SMS and knows the password has the number: it is a proof for another year.
    private async Task ConfirmPhoneAsync(SignInTransaction transaction, CancellationToken ct)
    {
        if (transaction.Phone is not { } number)
        {
            return;
        }

        var (account, value) = (transaction.AccountId, number.Value);
        var phone = await db.Identifiers.FirstOrDefaultAsync(i => i.Kind == IdentifierKind.Phone && i.Value == value && i.AccountId == account, ct);
        phone?.Confirm(clock.GetUtcNow());
        await sms.VerifiedAsync(number, ct);
    }
}
