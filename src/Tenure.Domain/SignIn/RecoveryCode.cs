using Tenure.Domain.Accounts;

namespace Tenure.Domain.SignIn;

/// <summary>One of the two codes that a person printed: a second proof that is tied to no phone and no mailbox. It works once.</summary>
public sealed class RecoveryCode
{
    /// <summary>How many are made at a time.</summary>
    public const int Count = 2;

    private RecoveryCode()
    {
    }

    /// <summary>Whose code it is.</summary>
    public AccountId AccountId { get; private set; }

    /// <summary>Keyed hash over account and code, 32 bytes.</summary>
    public byte[] Hash { get; private set; } = [];

    /// <summary>When it was made (UTC).</summary>
    public DateTimeOffset MadeAt { get; private set; }

    /// <summary>When it was used (UTC); <c>null</c> while it works.</summary>
    public DateTimeOffset? UsedAt { get; private set; }

    /// <summary>Raised by every change: who saves an older one loses.</summary>
    public int Version { get; private set; }

    /// <summary>A code that its person is about to see.</summary>
    public static RecoveryCode Make(AccountId account, byte[] hash, DateTimeOffset now) => new() { AccountId = account, Hash = hash, MadeAt = now };

    /// <summary>Takes it, once.</summary>
    /// <exception cref="InvalidOperationException">It was used before: whoever looks for codes must leave such out.</exception>
    public void Use(DateTimeOffset now)
    {
        if (UsedAt is not null)
        {
            throw new InvalidOperationException("This recovery code was used.");
        }

        UsedAt = now;
        Version++;
    }
}
