namespace Tenure.Device.Agent;

/// <summary>What came of a contact with the server.</summary>
public enum ContactResult
{
    /// <summary>Everything is as it was.</summary>
    Nothing,

    /// <summary>The holder removed this phone from the account elsewhere: it is free now.</summary>
    Removed,

    /// <summary>The block was mended with the server's state.</summary>
    Synced,

    /// <summary>The holder marked this phone as lost elsewhere, or changed what its screen says.</summary>
    Lost,

    /// <summary>The holder found this phone: it waits for their sign-in.</summary>
    Found,

    /// <summary>The holder ordered elsewhere that this phone is erased: it is.</summary>
    Erased,

    /// <summary>That was ordered with a wrong erase code, or without one: nothing was erased.</summary>
    EraseRefused,
}
