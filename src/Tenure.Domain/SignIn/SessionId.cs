namespace Tenure.Domain.SignIn;

/// <summary>Id of one session: a place where an account is signed in.</summary>
public readonly record struct SessionId(Guid Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString("N");
}
