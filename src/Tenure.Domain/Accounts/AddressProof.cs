using Tenure.Domain.SignIn;

namespace Tenure.Domain.Accounts;

/// <summary>An address that a signed-in person wants to add or to prove again, and the code that was sent there.</summary>
/// <remarks>One for an address that belongs to another account looks the same and lives as long; only the code that would prove it was never sent.</remarks>
public sealed class AddressProof
{
    private AddressProof()
    {
    }

    /// <summary>Who wants it.</summary>
    public AccountId AccountId { get; private set; }

    /// <summary>SHA-256 of the id that the caller holds.</summary>
    public byte[] Key { get; private set; } = [];

    /// <summary>The session that asked, with its password; in another one the code is worth nothing.</summary>
    public SessionId Session { get; private set; }

    /// <summary>When the password that was typed had been chosen (UTC): one chosen since ends this.</summary>
    public DateTimeOffset PasswordChosenAt { get; private set; }

    /// <summary>Kind of the address.</summary>
    public IdentifierKind Kind { get; private set; }

    /// <summary>The address.</summary>
    public string Value { get; private set; } = "";

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

    /// <summary>Kind and value.</summary>
    public Address Address => Address.FromStored(Kind, Value);

    /// <summary>The person typed an address, and the password.</summary>
    public static AddressProof Start(byte[] key, Account account, SessionId session, Address address, byte[] codeHash, DateTimeOffset now, RegistrationRules rules)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(rules);
        return new()
        {
            AccountId = account.Id,
            Key = key,
            Session = session,
            PasswordChosenAt = account.PasswordChosenAt,
            Kind = address.Kind,
            Value = address.Value,
            Code = OneTimeCode.Sent(codeHash, now + rules.CodeLifetime),
            Sends = 1,
            ResendAt = now + rules.FirstResend,
            ExpiresAt = now + rules.CodeLifetime,
        };
    }

    /// <summary>Whether another code may be sent now.</summary>
    public Refusal? CheckResend(DateTimeOffset now, RegistrationRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return Spent || Sends >= rules.MostSends ? SignInRefusals.CodeSpent
            : now >= ExpiresAt ? SignInRefusals.CodeExpired
            : now < ResendAt ? SignInRefusals.Throttled(ResendAt - now)
            : null;
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

    /// <summary>The person typed a code; a right one is taken once.</summary>
    public Refusal? Complete(ReadOnlySpan<byte> codeHash, Account account, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(account);
        if (Spent || account.State != AccountState.Open || account.PasswordChosenAt != PasswordChosenAt)
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
        Spent = true;
        return null;
    }
}
