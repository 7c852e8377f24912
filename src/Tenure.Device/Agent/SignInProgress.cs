namespace Tenure.Device.Agent;

/// <summary>Where a sign-in stands.</summary>
public enum SignInProgress
{
    /// <summary>Signed in.</summary>
    Complete,

    /// <summary>A code was sent by mail and is waited for.</summary>
    CodeNeeded,
}
