namespace Tenure.Device.Agent;

/// <summary>Where a sign-in stands.</summary>
public enum SignInProgress
{
    /// <summary>Signed in.</summary>
    Complete,

    /// <summary>A code was sent by mail or SMS and is waited for; a recovery code will do, too.</summary>
    CodeNeeded,
}
