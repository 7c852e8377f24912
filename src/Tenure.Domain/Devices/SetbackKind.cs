namespace Tenure.Domain.Devices;

/// <summary>What it means that a device is behind the count that the server has seen of it.</summary>
public enum SetbackKind
{
    /// <summary>It asks once more: nothing newer was heard of it since it was told.</summary>
    Again,

    /// <summary>Its counters were damaged, or put back to an older state.</summary>
    Older,

    /// <summary>It is behind again although it had counted on: put back once more, or there are two devices with its key.</summary>
    Repeated,
}
