namespace Tenure.Domain.Cases;

/// <summary>The inner id of a case; never shown.</summary>
public readonly record struct CaseId(Guid Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString("N");
}
