namespace Tenure.Device.Phone.Boot;

/// <summary>What the bootloader asked a ticket for since it started.</summary>
internal enum BootQuestion
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>To let the phone go.</summary>
    Release,

    /// <summary>To unlock the bootloader.</summary>
    Unlock,

    /// <summary>To flash the phone while it is locked.</summary>
    Flash,
}
