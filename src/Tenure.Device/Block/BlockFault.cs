namespace Tenure.Device.Block;

/// <summary>Why a block is not trusted.</summary>
public enum BlockFault
{
    /// <summary>Neither slot is valid.</summary>
    Unreadable,

    /// <summary>The block is validly signed but older than the counter says: somebody copied it back.</summary>
    Older,

    /// <summary>The block is more than one write ahead of the counter: somebody set the counter back.</summary>
    AheadOfCounter,

    /// <summary>The counters cannot be read, so the block's age cannot be judged.</summary>
    CounterUnreadable,
}
