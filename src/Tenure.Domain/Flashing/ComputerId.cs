namespace Tenure.Domain.Flashing;

/// <summary>RFC 7638 thumbprint of a computer's key, base64url without padding: 43 characters.</summary>
public readonly record struct ComputerId(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}
