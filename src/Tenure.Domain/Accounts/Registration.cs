using Tenure.Domain.SignIn;

namespace Tenure.Domain.Accounts;

/// <summary>A person on the way to an account: an address, a code sent there, and at most one account in the end.</summary>
/// <remarks>One for an address that already has an account looks the same and lives as long; only the code that would prove it was never sent.</remarks>
public sealed class Registration
{
    private Registration()
    {
    }

    /// <summary>SHA-256 of the id that the caller holds: who reads the database cannot go on with a registration.</summary>
    public byte[] Key { get; private set; } = [];

    /// <summary>Kind of the address to prove.</summary>
    public IdentifierKind Kind { get; private set; }

    /// <summary>The address to prove.</summary>
    public string Value { get; private set; } = "";

    /// <summary>Kind and value.</summary>
    public Address Address => Address.FromStored(Kind, Value);

    /// <summary>The language of its messages.</summary>
    public string Language { get; private set; } = Languages.Default;

    /// <summary>How far it is.</summary>
    public RegistrationState State { get; private set; }

    /// <summary>The code that was sent last.</summary>
    public OneTimeCode Code { get; private set; } = null!;

    /// <summary>How many codes were sent.</summary>
    public int Sends { get; private set; }

    /// <summary>From when another code may be asked for (UTC).</summary>
    public DateTimeOffset ResendAt { get; private set; }

    /// <summary>When it ends if nothing more happens (UTC).</summary>
    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>When the address was proven (UTC); <c>null</c> while it is not.</summary>
    public DateTimeOffset? VerifiedAt { get; private set; }

    /// <summary>Raised by every change: who saves an older one loses.</summary>
    public int Version { get; private set; }

    /// <summary>A person typed an address.</summary>
    public static Registration Start(byte[] key, Address address, string language, byte[] codeHash, DateTimeOffset now, RegistrationRules rules) => new()
    {
        Key = key,
        Kind = address.Kind,
        Value = address.Value,
        Language = language,
        Code = OneTimeCode.Sent(codeHash, now + rules.CodeLifetime),
        Sends = 1,
        ResendAt = now + rules.FirstResend,
        ExpiresAt = now + rules.CodeLifetime,
    };

    /// <summary>Whether another code may be sent now.</summary>
    public Refusal? CheckResend(DateTimeOffset now, RegistrationRules rules)
    {
        if (Refuse(RegistrationState.Waiting, now) is { } refusal)
        {
            return refusal;
        }

        if (Sends >= rules.MostSends)
        {
            return SignInRefusals.CodeSpent;
        }

        return now < ResendAt ? SignInRefusals.Throttled(ResendAt - now) : null;
    }

    /// <summary>Sends a new code; the one before stops working, its wrong tries stay counted.</summary>
    public Refusal? Resend(byte[] codeHash, DateTimeOffset now, RegistrationRules rules)
    {
        if (CheckResend(now, rules) is { } refusal)
        {
            return refusal;
        }

        Code = Code.Replaced(codeHash, now + rules.CodeLifetime);
        ResendAt = now + (rules.FirstResend * Math.Pow(2, Sends));
        ExpiresAt = now + rules.CodeLifetime;
        Sends++;
        Version++;
        return null;
    }

    /// <summary>The person typed a code.</summary>
    public Refusal? Verify(ReadOnlySpan<byte> codeHash, DateTimeOffset now, RegistrationRules rules)
    {
        // Said first, so that an address is proven by one code at most once.
        if (State != RegistrationState.Waiting)
        {
            return SignInRefusals.CodeSpent;
        }

        var wrong = Code.WrongTries;
        if (Code.Try(codeHash, now) is { } refusal)
        {
            Version += Code.WrongTries - wrong;
            return refusal;
        }

        Version++;

        State = RegistrationState.Verified;
        VerifiedAt = now;
        ExpiresAt = now + rules.CompletionTime;
        return null;
    }

    /// <summary>Whether the account may be made now.</summary>
    public Refusal? CheckVerified(DateTimeOffset now) => Refuse(RegistrationState.Verified, now);

    /// <summary>The account is made.</summary>
    public Refusal? Complete(DateTimeOffset now)
    {
        if (CheckVerified(now) is { } refusal)
        {
            return refusal;
        }

        State = RegistrationState.Completed;
        Version++;
        return null;
    }

    private Refusal? Refuse(RegistrationState needed, DateTimeOffset now) => (needed, State) switch
    {
        (_, RegistrationState.Completed) => AccountRefusals.RegistrationCompleted,
        _ when now >= ExpiresAt => AccountRefusals.RegistrationExpired,
        (RegistrationState.Verified, RegistrationState.Waiting) => AccountRefusals.RegistrationUnverified,
        (RegistrationState.Waiting, RegistrationState.Verified) => SignInRefusals.CodeSpent,
        _ => null,
    };
}
