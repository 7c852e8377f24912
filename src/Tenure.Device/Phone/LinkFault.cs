namespace Tenure.Device.Phone;

/// <summary>What is wrong with a virtual phone's line.</summary>
public enum LinkFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>There is no network.</summary>
    Off,

    /// <summary>What is sent is never answered.</summary>
    Silent,
}
