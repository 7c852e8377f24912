namespace Tenure.Server.Leaving.Contracts;

/// <summary>Why an account is not deleted after all.</summary>
internal enum CallOffReason
{
    /// <summary>Somebody took it back: signed in, by the link, or by getting back into the account.</summary>
    ByPerson,

    /// <summary>Something stood in the way when the time had come.</summary>
    InTheWay,
}
