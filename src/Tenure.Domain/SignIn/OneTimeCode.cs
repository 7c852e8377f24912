using System.Security.Cryptography;

namespace Tenure.Domain.SignIn;

/// <summary>A code of six digits that one transaction sent: five wrong tries, one use, then it is spent.</summary>
/// <remarks>Only a keyed hash of it is kept, made over the transaction and the code, so that a code fits no other transaction.</remarks>
public sealed class OneTimeCode
{
    /// <summary>How many wrong codes a transaction takes.</summary>
    public const int MostWrongTries = 5;

    private OneTimeCode()
    {
    }

    /// <summary>Keyed hash of transaction and code, 32 bytes.</summary>
    public byte[] Hash { get; private set; } = [];

    /// <summary>Wrong codes so far.</summary>
    public int WrongTries { get; private set; }

    /// <summary>When it stops working (UTC).</summary>
    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>A code that is on its way.</summary>
    public static OneTimeCode Sent(byte[] hash, DateTimeOffset expiresAt) => new() { Hash = hash, ExpiresAt = expiresAt };

    /// <summary>The code that takes this one's place; wrong tries stay counted.</summary>
    public OneTimeCode Replaced(byte[] hash, DateTimeOffset expiresAt) => new() { Hash = hash, ExpiresAt = expiresAt, WrongTries = WrongTries };

    /// <summary>Looks at a code; whoever owns this one must see to it that a right one is taken once.</summary>
    public Refusal? Try(ReadOnlySpan<byte> hash, DateTimeOffset now) => Try(CryptographicOperations.FixedTimeEquals(hash, Hash), SignInRefusals.CodeWrong, now);

    /// <summary>Another proof was offered in its place: one that is wrong counts like a wrong code.</summary>
    /// <param name="isRight">Whether that proof is right.</param>
    /// <param name="wrong">What to say if it is not.</param>
    /// <param name="now">The time.</param>
    public Refusal? Try(bool isRight, Refusal wrong, DateTimeOffset now)
    {
        if (WrongTries >= MostWrongTries)
        {
            return SignInRefusals.CodeSpent;
        }

        if (now >= ExpiresAt)
        {
            return SignInRefusals.CodeExpired;
        }

        if (isRight)
        {
            return null;
        }

        WrongTries++;
        return wrong;
    }
}
