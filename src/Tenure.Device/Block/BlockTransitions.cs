namespace Tenure.Device.Block;

/// <summary>The one table of the block's moves; docs/capabilities/activation-lock.md draws it and a test compares them.</summary>
public static class BlockTransitions
{
    /// <summary>Where <paramref name="step"/> leads; <c>null</c> when it is not allowed in this state.</summary>
    public static BlockState? Next(BlockState from, BlockStep step) => (from, step) switch
    {
        (BlockState.Free, BlockStep.Hold) => BlockState.Held,
        (BlockState.Held, BlockStep.Hold) => BlockState.Held,
        (BlockState.Free, BlockStep.Open) => BlockState.Free,
        (BlockState.Free, BlockStep.SyncHeld) => BlockState.Held,
        (BlockState.Free, BlockStep.SyncFree) => BlockState.Free,
        (BlockState.Held, BlockStep.Release) => BlockState.ReleaseAccepted,
        (BlockState.ReleaseAccepted, BlockStep.EraseDone) => BlockState.Free,
        (BlockState.Untrusted, BlockStep.SyncHeld) => BlockState.Held,
        (BlockState.Untrusted, BlockStep.SyncFree) => BlockState.Free,
        (BlockState.Free, BlockStep.SyncLost) => BlockState.Lost,
        (BlockState.Untrusted, BlockStep.SyncLost) => BlockState.Lost,
        (BlockState.Held, BlockStep.Lose) => BlockState.Lost,
        (BlockState.Lost, BlockStep.Lose) => BlockState.Lost,
        (BlockState.Lost, BlockStep.Find) => BlockState.Held,
        (BlockState.Ended, BlockStep.EraseDone) => BlockState.Ended,
        (not BlockState.Ended, BlockStep.End) => BlockState.Ended,
        (BlockState.Held, BlockStep.Reset) => BlockState.Held,
        (BlockState.Held, BlockStep.Erase) => BlockState.Held,
        (BlockState.Lost, BlockStep.Erase) => BlockState.Lost,
        (BlockState.Held, BlockStep.DataErased) => BlockState.Held,
        (BlockState.Lost, BlockStep.DataErased) => BlockState.Lost,
        (BlockState.Free, BlockStep.Unlock) => BlockState.Free,
        (BlockState.Held, BlockStep.Unlock) => BlockState.Held,
        _ => null,
    };
}
