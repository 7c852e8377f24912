namespace Tenure.Domain.Accounts;

/// <summary>What moves an <see cref="AccountDeletion"/> on.</summary>
public enum AccountDeletionStep
{
    /// <summary>The person is told once more.</summary>
    Remind,

    /// <summary>Erasing begins.</summary>
    Begin,

    /// <summary>The person keeps the account, or something stands in the way.</summary>
    CallOff,

    /// <summary>Erasing is done.</summary>
    Finish,
}
