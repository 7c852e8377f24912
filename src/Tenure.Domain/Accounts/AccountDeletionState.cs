namespace Tenure.Domain.Accounts;

/// <summary>How far an <see cref="AccountDeletion"/> is.</summary>
public enum AccountDeletionState
{
    /// <summary>It was asked for.</summary>
    Asked,

    /// <summary>The person was told once more.</summary>
    Reminded,

    /// <summary>Erasing began.</summary>
    Begun,

    /// <summary>The account stays. There is no such deletion any more.</summary>
    Kept,

    /// <summary>Everything is erased, and with it the deletion.</summary>
    Erased,
}
