namespace Tenure.Device.Block;

/// <summary>What a <see cref="SlotPair"/> holds: a body and its place in the order of writing.</summary>
/// <param name="Sequence">Rises with every write; the higher of two valid slots counts.</param>
/// <param name="Body">At most <see cref="SlotPair.LargestBody"/> bytes.</param>
public sealed record SlotRecord(ulong Sequence, byte[] Body);
