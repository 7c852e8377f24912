namespace Tenure.Domain.Flashing;

/// <summary>How a restore ended.</summary>
public enum RestoreEnd
{
    /// <summary>Not yet, or by its time alone.</summary>
    None,

    /// <summary>The device's receipt says that all is done.</summary>
    Done,

    /// <summary>Its holder cancelled it.</summary>
    Cancelled,

    /// <summary>Somebody who reads the account's mail said that it is not theirs.</summary>
    Objected,

    /// <summary>The device was marked lost or changed hands meanwhile, its computer was removed, or another restore took its place.</summary>
    Ended,
}
