using System.Net;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;
using Tenure.Server.Data;
using Tenure.Server.Platform;

namespace Tenure.Server.SignIn.Contracts;

/// <summary>Whether an identifier and a password belong together: the first step of every sign-in, and of what else may be done without a session.</summary>
/// <remarks>
/// Unknown identifier, wrong password, closed account, empty and over-long password: one answer, one hash, the same statements. Nothing is
/// done earlier for one of them than for the others.
/// </remarks>
internal sealed class CheckPassword(TenureDb db, PasswordHasher passwords, PasswordPolicy policy, Throttles throttles, SignInRules rules, TimeProvider clock, SignInLog log)
{
    /// <summary>Refuses what neither database nor hash can take, before anything is looked up.</summary>
    public static Refusal? Check(string identifier, string password) => WellFormedText.Check(identifier, "username") ?? WellFormedText.Check(password, "password");

    /// <summary>Refuses with <c>sign_in_failed</c>, <c>throttled</c> or <c>busy</c>. What was counted stays until <see cref="ForgetFailuresAsync"/>.</summary>
    /// <param name="identifier">As typed.</param>
    /// <param name="password">As typed.</param>
    /// <param name="knownDevice">The secret of an earlier sign-in on this browser or device.</param>
    /// <param name="address">Where the request comes from.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<Answer<RightPassword>> ExecuteAsync(string identifier, string password, string? knownDevice, IPAddress address, CancellationToken ct)
    {
        var secret = KnownDevices.KeyOf(knownDevice);
        var ofDevice = SignInGates.OfDevice(throttles, secret);
        var typed = TypedIdentifier.Read(identifier);
        var now = clock.GetUtcNow();
        var subject = await SignInSubject.FindAsync(db, typed, secret, ofDevice, now, ct);
        var known = subject?.KnownDevice;
        var gates = SignInGates.For(throttles, typed, address, subject?.Id, known is null ? null : ofDevice);
        var state = known is null ? await throttles.TakeAsync(gates.Taken, ct) : await throttles.TakenAsync(ofDevice, known, now, ct);
        if (state.Refusal is { } wait)
        {
            return wait;
        }

        var impossible = policy.IsImpossible(password);
        var match = await passwords.VerifyAsync(impossible ? "" : password, subject?.PasswordHash, ct);
        if (match.Refusal is { } busy)
        {
            await throttles.GiveBackAsync(state, gates.Taken, ct);
            return busy;
        }

        if (subject is not { State: AccountState.Open, Id: var account } || match.Value == PasswordMatch.Wrong || impossible)
        {
            log.SignInFailed();
            return SignInRefusals.SignInFailed;
        }

        if (state.CountOf(gates.Streak) > rules.StreakLimit)
        {
            log.RightAfterManyWrong(account);
        }

        if (match.Value == PasswordMatch.RightButOld)
        {
            await RehashAsync(subject, password, ct);
        }

        return new RightPassword(subject, gates, state);
    }

    /// <summary>The password was right: what was counted for it is given back.</summary>
    public async Task ForgetFailuresAsync(RightPassword right, CancellationToken ct)
    {
        await throttles.ForgetAsync(right.Gates.ForgottenOnSuccess, ct);
        await throttles.GiveBackAsync(right.Counted, right.Gates.GivenBack, ct);
    }

    // Only if it is still the password: one that was chosen meanwhile stays.
    private async Task RehashAsync(SignInSubject subject, string password, CancellationToken ct)
    {
        if (await passwords.HashAsync(password, ct) is { Refusal: null, Value: var hash })
        {
            await db.RunAsync(
                new("UPDATE accounts SET password_hash = $1, version = version + 1 WHERE id = $2 AND password_hash = $3", hash, subject.Id.Value, subject.PasswordHash), ct);
        }
    }
}
