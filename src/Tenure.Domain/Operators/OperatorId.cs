namespace Tenure.Domain.Operators;

/// <summary>The operator's inner id; never shown.</summary>
public readonly record struct OperatorId(Guid Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString("N");
}
