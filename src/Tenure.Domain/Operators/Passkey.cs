namespace Tenure.Domain.Operators;

/// <summary>A WebAuthn key of an operator, with which decisions on cases are signed. Its private half never leaves the authenticator.</summary>
public sealed class Passkey
{
    /// <summary>The longest name, in characters.</summary>
    public const int MaxNameLength = 40;

    /// <summary>The longest credential id, in bytes (WebAuthn §4).</summary>
    public const int MaxCredentialLength = 1023;

    /// <summary>The longest public key, in bytes of COSE: RSA with 4096 bits and room to spare.</summary>
    public const int MaxKeyLength = 640;

    private Passkey()
    {
    }

    /// <summary>A key that was registered.</summary>
    /// <param name="id">A new id, for forms.</param>
    /// <param name="name">What its holder calls it; 1 to <see cref="MaxNameLength"/> characters.</param>
    /// <param name="credential">What the authenticator calls it.</param>
    /// <param name="publicKey">COSE_Key (RFC 9052 §7).</param>
    /// <param name="counter">How often the authenticator says it signed; 0 where it does not count.</param>
    /// <param name="now">The time (UTC).</param>
    /// <param name="countsFrom">From when decisions may be signed with it (UTC).</param>
    internal Passkey(Guid id, string name, byte[] credential, byte[] publicKey, uint counter, DateTimeOffset now, DateTimeOffset countsFrom)
    {
        (Id, Name, Credential, PublicKey, Counter, RegisteredAt, CountsFrom) = (id, name, credential, publicKey, counter, now, countsFrom);
    }

    /// <summary>Its id in forms.</summary>
    public Guid Id { get; private set; }

    /// <summary>What its holder calls it.</summary>
    public string Name { get; private set; } = "";

    /// <summary>What the authenticator calls it.</summary>
    public byte[] Credential { get; private set; } = [];

    /// <summary>COSE_Key (RFC 9052 §7).</summary>
    public byte[] PublicKey { get; private set; } = [];

    /// <summary>The signature counter as last seen; 0 while the authenticator does not count.</summary>
    public long Counter { get; private set; }

    /// <summary>When it was registered (UTC).</summary>
    public DateTimeOffset RegisteredAt { get; private set; }

    /// <summary>From when decisions may be signed with it (UTC).</summary>
    public DateTimeOffset CountsFrom { get; private set; }

    /// <summary>When it signed last (UTC); <c>null</c> while it never did.</summary>
    public DateTimeOffset? LastUsedAt { get; private set; }

    /// <summary>Whether decisions may be signed with it.</summary>
    public bool Counts(DateTimeOffset now) => now >= CountsFrom;

    /// <summary>Reads a typed name; refuses with <c>passkey_name_malformed</c>.</summary>
    public static Refusal? ReadName(string typed, out string name)
    {
        ArgumentNullException.ThrowIfNull(typed);
        name = typed.Trim();
        return name.Length is > 0 and <= MaxNameLength && !name.Any(char.IsControl) && WellFormedText.Check(name, "name") is null ? null : OperatorRefusals.PasskeyNameMalformed;
    }

    /// <summary>It signed. A counter that does not go on means that there are two of it (WebAuthn §6.1.1).</summary>
    /// <returns>Whether there is one of it.</returns>
    internal bool Use(uint counter, DateTimeOffset now)
    {
        if ((counter != 0 || Counter != 0) && counter <= Counter)
        {
            return false;
        }

        (Counter, LastUsedAt) = (counter, now);
        return true;
    }
}
