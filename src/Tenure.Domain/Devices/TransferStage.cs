namespace Tenure.Domain.Devices;

/// <summary>How far a <see cref="DeviceTransfer"/> is. That it waits, or is over by time, is not among them: that is the clock's.</summary>
public enum TransferStage
{
    /// <summary>It was opened, and nobody took it.</summary>
    Open,

    /// <summary>Somebody typed the code.</summary>
    Taken,

    /// <summary>The holder confirmed whom they saw.</summary>
    Confirmed,

    /// <summary>The device's receipt is there: it is the other's.</summary>
    Done,

    /// <summary>The one who gave it objected.</summary>
    Opposed,
}
