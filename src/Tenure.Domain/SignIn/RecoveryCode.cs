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

    /// <summary>
    /// Whether it proves more than the password that it was made with: only when it was there for <see cref="Account.QuietTime"/>, counted to the beginning of a freeze while one lasts.
    /// Otherwise a thief with session and password would print the second proof when it is asked for. Refuses with <c>recovery_code_new</c>.
    /// </summary>
    public Refusal? RefuseBesidePassword(Account account, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(account);
        var until = account.FrozenUntil is { } end && end > now ? end - Account.FreezeTime : now;
        return MadeAt + Account.QuietTime <= until ? null : SignInRefusals.RecoveryCodeNew;
    }

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
