namespace Tenure.Domain.Accounts;

/// <summary>A proven way to reach an account's person; kind and value are its key, so that two accounts never share one.</summary>
public sealed class Identifier
{
    private Identifier()
    {
    }

    /// <summary>What it is.</summary>
    public IdentifierKind Kind { get; private set; }

    /// <summary>The normalised value.</summary>
    public string Value { get; private set; } = "";

    /// <summary>Whose it is.</summary>
    public AccountId AccountId { get; private set; }

    /// <summary>When its person last proved it (UTC).</summary>
    public DateTimeOffset VerifiedAt { get; private set; }

    /// <summary>An address whose code was typed.</summary>
    public static Identifier OfEmail(EmailAddress address, AccountId account, DateTimeOffset verifiedAt) => new()
    {
        Kind = IdentifierKind.Email,
        Value = address.Value,
        AccountId = account,
        VerifiedAt = verifiedAt,
    };
}
