namespace Tenure.Domain.Accounts;

/// <summary>How far a <see cref="PasswordReset"/> is.</summary>
public enum PasswordResetState
{
    /// <summary>The code has not been typed yet.</summary>
    Waiting,

    /// <summary>The code was right: a new password may be chosen.</summary>
    Proven,

    /// <summary>The password was chosen.</summary>
    Completed,
}
