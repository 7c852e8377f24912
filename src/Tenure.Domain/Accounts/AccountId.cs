namespace Tenure.Domain.Accounts;

/// <summary>The account's inner id: never shown; people see the account number.</summary>
public readonly record struct AccountId(Guid Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString("N");
}
