namespace Tenure.Server.Operators;

/// <summary>What an operator may do with an account.</summary>
internal enum AccountAct
{
    /// <summary>Nobody can sign in; all sessions end; devices stay held.</summary>
    Suspend,

    /// <summary>Its person can sign in again.</summary>
    LiftSuspension,

    /// <summary>All sessions end; its person signs in anew.</summary>
    EndSessions,
}
