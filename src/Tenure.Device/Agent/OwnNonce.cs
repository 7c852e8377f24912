using System.Security.Cryptography;
using Tenure.Protocols;

namespace Tenure.Device.Agent;

/// <summary>The one nonce of the device that may be answered: in memory only, dead at power-off, after 60 minutes, or when answered.</summary>
internal sealed class OwnNonce(TimeProvider clock)
{
    public const int Length = 32;

    /// <summary>Input without our signature only counts as a try, so that nobody can spend the nonce from outside.</summary>
    public const int MaxTries = 5;

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(60);

    private long madeAt;
    private byte[]? digest;
    private bool made;
    private int tries;

    /// <summary>A new nonce; an older one is dead.</summary>
    public byte[] Make()
    {
        (madeAt, digest, made) = (clock.GetTimestamp(), null, true);
        return RandomNumberGenerator.GetBytes(Length);
    }

    /// <summary>The evidence that carried the nonce, by its digest: what a ticket must answer.</summary>
    public void Bind(byte[] evidenceDigest) => digest = made ? evidenceDigest : throw new InvalidOperationException("There is no nonce to bind.");

    /// <summary>The digest to expect and the time since the nonce was made.</summary>
    /// <exception cref="ProtocolException">Nothing is outstanding, it is too old, or there were too many tries since power-on.</exception>
    public (byte[] Digest, TimeSpan Elapsed) Outstanding()
    {
        if (tries >= MaxTries)
        {
            throw new ProtocolException(ProtocolErrorCode.TooManyTries, "Too many tickets that were none; switch the phone off and on.");
        }

        if (!made || digest is null)
        {
            throw new ProtocolException(ProtocolErrorCode.NoChallenge, "This phone has not asked for a ticket.");
        }

        var elapsed = clock.GetElapsedTime(madeAt);
        if (elapsed > Lifetime)
        {
            Spend();
            throw new ProtocolException(ProtocolErrorCode.ChallengeSpent, "The question of this phone is older than an hour.");
        }

        return (digest, elapsed);
    }

    public void Spend() => (made, digest) = (false, null);

    public void CountTry() => tries++;
}
