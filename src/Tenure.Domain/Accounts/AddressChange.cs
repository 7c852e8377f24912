namespace Tenure.Domain.Accounts;

/// <summary>A change of an account's addresses that the addresses of before can undo for a time.</summary>
public sealed class AddressChange
{
    /// <summary>How long it can be undone, and how long an address that was taken away still gets notices.</summary>
    public static readonly TimeSpan UndoTime = TimeSpan.FromDays(90);

    private AddressChange()
    {
    }

    /// <summary>Whose addresses.</summary>
    public AccountId AccountId { get; private set; }

    /// <summary>The account's version with this change: a later one has a higher number.</summary>
    public int Number { get; private set; }

    /// <summary>What was done.</summary>
    public AddressChangeKind What { get; private set; }

    /// <summary>When (UTC).</summary>
    public DateTimeOffset At { get; private set; }

    /// <summary>Kind of the address.</summary>
    public IdentifierKind Kind { get; private set; }

    /// <summary>The address.</summary>
    public string Value { get; private set; } = "";

    /// <summary>As <see cref="Identifier.AddedAt"/>.</summary>
    public DateTimeOffset AddedAt { get; private set; }

    /// <summary>As <see cref="Identifier.VerifiedAt"/>, before the change.</summary>
    public DateTimeOffset VerifiedAt { get; private set; }

    /// <summary>As <see cref="Identifier.Rank"/>, before the change.</summary>
    public int Rank { get; private set; }

    /// <summary>SHA-256 of the secret in the link that undoes it; 256 random bits need no slower hash.</summary>
    public byte[] SecretHash { get; private set; } = [];

    /// <summary>When it was undone (UTC); <c>null</c> while it stands.</summary>
    public DateTimeOffset? UndoneAt { get; private set; }

    /// <summary>Kind and value.</summary>
    public Address Address => Address.FromStored(Kind, Value);

    /// <summary>Writes down a change.</summary>
    /// <param name="account">With the change's version.</param>
    /// <param name="what">What is done.</param>
    /// <param name="identifier">As it was before.</param>
    /// <param name="secretHash">Of a new secret.</param>
    /// <param name="now">When.</param>
    public static AddressChange Of(Account account, AddressChangeKind what, Identifier identifier, byte[] secretHash, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(identifier);
        return new()
        {
            AccountId = account.Id,
            Number = account.Version,
            What = what,
            At = now,
            Kind = identifier.Kind,
            Value = identifier.Value,
            AddedAt = identifier.AddedAt,
            VerifiedAt = identifier.VerifiedAt,
            Rank = identifier.Rank,
            SecretHash = secretHash,
        };
    }

    /// <summary>Whether it can be undone; refuses with <c>undo_over</c>.</summary>
    public Refusal? CheckUndo(DateTimeOffset now) => UndoneAt is null && now - At < UndoTime ? null : AddressRefusals.UndoOver;

    /// <summary>It is undone.</summary>
    public void Undo(DateTimeOffset now) => UndoneAt = now;
}
