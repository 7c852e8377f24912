namespace Tenure.Device.Block;

/// <summary>What a power cut does to the write it interrupts.</summary>
public enum CutDamage
{
    /// <summary>The bytes that came through are there, the rest is as before.</summary>
    Prefix,

    /// <summary>The medium had not begun: the write left no trace.</summary>
    Nothing,

    /// <summary>The medium was erasing: the whole erase unit reads as garbage.</summary>
    EraseUnit,
}
