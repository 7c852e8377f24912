namespace Tenure.Device.Block;

/// <summary>What moves the block from one state to another. All but <see cref="EraseDone"/>, <see cref="DataErased"/> and <see cref="End"/> take a valid ticket.</summary>
public enum BlockStep
{
    /// <summary>A hold ticket: activation, or the same holder again after a wipe.</summary>
    Hold,

    /// <summary>A release ticket.</summary>
    Release,

    /// <summary>The erase that the release ticket asked for is complete, or none was asked for.</summary>
    EraseDone,

    /// <summary>A sync ticket that says <em>held</em>.</summary>
    SyncHeld,

    /// <summary>A sync ticket that says <em>free</em>.</summary>
    SyncFree,

    /// <summary>A sync ticket that says <em>lost</em>.</summary>
    SyncLost,

    /// <summary>A lost ticket.</summary>
    Lose,

    /// <summary>A found ticket.</summary>
    Find,

    /// <summary>A root's statement that all locks end.</summary>
    End,

    /// <summary>A reset ticket: the data is to be erased, the holder stays.</summary>
    Reset,

    /// <summary>An erase ticket: the same, ordered from afar.</summary>
    Erase,

    /// <summary>An unlock ticket: the bootloader will be unlocked and the data erased; the holder stays.</summary>
    Unlock,

    /// <summary>A ticket to use the phone without an account.</summary>
    Open,

    /// <summary>The erase that a reset or an erase ticket asked for is complete.</summary>
    DataErased,
}
