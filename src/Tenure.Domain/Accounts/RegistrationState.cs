namespace Tenure.Domain.Accounts;

/// <summary>How far a registration is.</summary>
public enum RegistrationState
{
    /// <summary>A code was sent and not typed yet.</summary>
    Waiting,

    /// <summary>The address is proven.</summary>
    Verified,

    /// <summary>The account exists.</summary>
    Completed,
}
