namespace Tenure.Domain.Accounts;

/// <summary>A proven way to reach an account's person; kind and value are its key, so that two accounts never share one.</summary>
public sealed class Identifier
{
    /// <summary>How long a phone number that nobody proved again is a proof: numbers are given to other people.</summary>
    public static readonly TimeSpan PhoneTrust = TimeSpan.FromDays(365);

    private Identifier()
    {
    }

    /// <summary>What it is.</summary>
    public IdentifierKind Kind { get; private set; }

    /// <summary>The normalised value.</summary>
    public string Value { get; private set; } = "";

    /// <summary>Whose it is.</summary>
    public AccountId AccountId { get; private set; }

    /// <summary>When it came into the account (UTC); stays when it is proven again, and when the account takes it away and adds it back within <see cref="AddressChange.UndoTime"/>.</summary>
    public DateTimeOffset AddedAt { get; private set; }

    /// <summary>When its person last proved it (UTC).</summary>
    public DateTimeOffset VerifiedAt { get; private set; }

    /// <summary>The highest of its kind is the first one; of equals, who came earlier. 0 unless it was made the first one.</summary>
    public int Rank { get; private set; }

    /// <summary>Kind and value.</summary>
    public Address Address => Address.FromStored(Kind, Value);

    /// <summary>An address whose code was typed.</summary>
    public static Identifier Of(Address address, AccountId account, DateTimeOffset now, DateTimeOffset? addedBefore = null) => new()
    {
        Kind = address.Kind,
        Value = address.Value,
        AccountId = account,
        AddedAt = addedBefore ?? now,
        VerifiedAt = now,
    };

    /// <summary>An address that was taken away comes back as it was.</summary>
    public static Identifier Restored(AddressChange change) => new()
    {
        Kind = change.Kind,
        Value = change.Value,
        AccountId = change.AccountId,
        AddedAt = change.AddedAt,
        VerifiedAt = change.VerifiedAt,
        Rank = change.Rank,
    };

    /// <summary>Addresses of one kind in their order, the first one first.</summary>
    public static IEnumerable<Identifier> InOrder(IEnumerable<Identifier> identifiers) =>
        identifiers.OrderByDescending(i => i.Rank).ThenBy(i => i.AddedAt).ThenBy(i => i.Value, StringComparer.Ordinal);

    /// <summary>Whether a code sent there proves anything about the account's person. One that does not still gets notices.</summary>
    public bool IsProof(DateTimeOffset now) => Kind == IdentifierKind.Email || now - VerifiedAt < PhoneTrust;

    /// <summary>Its person proved it again.</summary>
    public void Confirm(DateTimeOffset now) => VerifiedAt = now;

    /// <summary>It takes a place in the order.</summary>
    public void MoveTo(int rank) => Rank = rank;
}
