namespace Tenure.Domain.Accounts;

/// <summary>What can be done with an account.</summary>
public enum AccountState
{
    /// <summary>Its person can sign in.</summary>
    Open,

    /// <summary>Nobody can sign in until an operator lifts it; its devices stay held. To the outside it looks like a wrong password.</summary>
    Suspended,

    /// <summary>Nobody can sign in any more; to the outside it looks as if it did not exist.</summary>
    Closed,
}
