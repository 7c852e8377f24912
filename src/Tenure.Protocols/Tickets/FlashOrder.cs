namespace Tenure.Protocols.Tickets;

/// <summary>What a flash ticket opens, and for what.</summary>
/// <remarks>Byte arrays are not copied: do not change them afterwards.</remarks>
public sealed record FlashOrder
{
    /// <summary>All operations that there are.</summary>
    public const FlashOperations All =
        FlashOperations.Program | FlashOperations.Erase | FlashOperations.Patch | FlashOperations.Read | FlashOperations.Provision | FlashOperations.SetBootable | FlashOperations.Power;

    /// <summary>16 bytes: the restore that it belongs to; each start of the device has a ticket of its own under it.</summary>
    public required byte[] JobId { get; init; }

    /// <summary>For whom.</summary>
    public required FlashActor Actor { get; init; }

    /// <summary>What may be done; at least one.</summary>
    public required FlashOperations Operations { get; init; }

    /// <summary>32 bytes: <see cref="Firmware.FirmwareManifestCodec.Digest"/> of the manifest, which says where and with which bytes.</summary>
    public required byte[] Manifest { get; init; }

    /// <summary>The lowest anti-rollback index that the manifest may have, by its location: beside those that the device has fused. 0 to 32.</summary>
    public IReadOnlyDictionary<uint, ulong> LeastIndexes { get; init; } = new Dictionary<uint, ulong>();

    /// <summary>Whether a person's data may go. Where it may not, the device leaves out every entry of the manifest that touches it.</summary>
    public bool EraseUserData { get; init; }

    /// <summary>The region that the device said in its evidence, 1 to 16 bytes of UTF-8; <c>null</c> when it said none.</summary>
    public string? Region { get; init; }
}
