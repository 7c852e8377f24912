using System.Security.Cryptography;
using Tenure.Domain.Accounts;

namespace Tenure.Domain.SignIn;

/// <summary>A sign-in whose password was right and that waits for the code sent by mail, because the browser or device is new.</summary>
public sealed class SignInTransaction
{
    private SignInTransaction()
    {
    }

    /// <summary>SHA-256 of the id that the caller holds.</summary>
    public byte[] Key { get; private set; } = [];

    /// <summary>Who signs in.</summary>
    public AccountId AccountId { get; private set; }

    /// <summary>What the client called itself; for the notice and the list of sessions.</summary>
    public string? DeviceName { get; private set; }

    /// <summary>When the password that was typed had been chosen (UTC): one chosen since ends the transaction.</summary>
    public DateTimeOffset PasswordChosenAt { get; private set; }

    /// <summary>The phone number that the last code was sent to; <c>null</c> when it went by mail, or nowhere.</summary>
    public PhoneNumber? Phone { get; private set; }

    /// <summary>The code that was sent last.</summary>
    public OneTimeCode Code { get; private set; } = null!;

    /// <summary>How many codes were sent.</summary>
    public int Sends { get; private set; }

    /// <summary>From when another code may be asked for (UTC).</summary>
    public DateTimeOffset ResendAt { get; private set; }

    /// <summary>Whether the code was used.</summary>
    public bool Spent { get; private set; }

    /// <summary>When it ends (UTC).</summary>
    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>Raised by every change: who saves an older one loses.</summary>
    public int Version { get; private set; }

    /// <summary>The password was right on a device that is not known.</summary>
    public static SignInTransaction Start(byte[] key, AccountId account, DateTimeOffset passwordChosenAt, string? deviceName, byte[] codeHash, DateTimeOffset now, SignInRules rules) => new()
    {
        Key = key,
        AccountId = account,
        PasswordChosenAt = passwordChosenAt,
        DeviceName = deviceName,
        Code = OneTimeCode.Sent(codeHash, now + rules.CodeLifetime),
        Sends = 1,
        ResendAt = now + rules.FirstResend,
        ExpiresAt = now + rules.CodeLifetime,
    };

    /// <summary>Says where the last code went.</summary>
    public void SendTo(PhoneNumber? phone) => Phone = phone;

    /// <summary>Sends a new code; the one before stops working, its wrong tries stay counted.</summary>
    public Refusal? Resend(byte[] codeHash, DateTimeOffset now, SignInRules rules)
    {
        if (Spent || Sends >= rules.MostSends)
        {
            return SignInRefusals.CodeSpent;
        }

        if (now >= ExpiresAt)
        {
            return SignInRefusals.CodeExpired;
        }

        if (now < ResendAt)
        {
            return SignInRefusals.Throttled(ResendAt - now);
        }

        Code = Code.Replaced(codeHash, now + rules.CodeLifetime);
        ResendAt = now + (rules.FirstResend * Math.Pow(2, Sends));
        ExpiresAt = now + rules.CodeLifetime;
        Sends++;
        Version++;
        return null;
    }

    /// <summary>The person typed a code; a right one is taken once.</summary>
    public Refusal? Complete(ReadOnlySpan<byte> codeHash, Account account, DateTimeOffset now) =>
        Complete(CryptographicOperations.FixedTimeEquals(codeHash, Code.Hash), SignInRefusals.CodeWrong, account, now);

    /// <summary>The person typed a recovery code instead; a wrong one counts like a wrong code.</summary>
    public Refusal? CompleteByRecoveryCode(bool isRight, Account account, DateTimeOffset now) => Complete(isRight, SignInRefusals.RecoveryCodeWrong, account, now);

    private Refusal? Complete(bool isRight, Refusal no, Account account, DateTimeOffset now)
    {
        if (Spent || account.State != AccountState.Open || account.PasswordChosenAt != PasswordChosenAt)
        {
            return SignInRefusals.CodeSpent;
        }

        var wrong = Code.WrongTries;
        if (Code.Try(isRight, no, now) is { } refusal)
        {
            Version += Code.WrongTries - wrong;
            return refusal;
        }

        Version++;
        Spent = true;
        return null;
    }
}
