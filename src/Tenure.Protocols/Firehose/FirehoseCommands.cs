namespace Tenure.Protocols.Firehose;

/// <summary>What a host wants of a programmer.</summary>
public abstract record FirehoseCommand;

/// <summary>Agrees on the storage and on the size of transfers. Before it only nop, sig and power are taken.</summary>
public sealed record FirehoseConfigureCommand : FirehoseCommand
{
    /// <summary>emmc, ufs, nand, nvme or spinor.</summary>
    public required string MemoryName { get; init; }

    /// <summary>Bytes of a raw transfer to the target.</summary>
    public int MaxPayload { get; init; } = 1 << 20;

    /// <summary>The target says more.</summary>
    public bool Verbose { get; init; }

    /// <summary>Both sides end transfers of whole packets by an empty one.</summary>
    public bool IsZlpAware { get; init; }

    /// <summary>For provisioning: the storage has no units yet.</summary>
    public bool SkipStorageInit { get; init; }

    /// <summary>For measuring: nothing is written.</summary>
    public bool SkipWrite { get; init; }
}

/// <summary>Writes raw bytes, which follow.</summary>
/// <param name="Place">Where.</param>
/// <param name="FileName">For people.</param>
/// <param name="Label">For people.</param>
public sealed record FirehoseProgramCommand(FirehosePlace Place, string? FileName = null, string? Label = null) : FirehoseCommand;

/// <summary>Reads raw bytes, which follow.</summary>
/// <param name="Place">Where.</param>
public sealed record FirehoseReadCommand(FirehosePlace Place) : FirehoseCommand;

/// <summary>Discards sectors; what is there afterwards is the storage's choice.</summary>
/// <param name="SectorSize">Bytes.</param>
/// <param name="Unit">The logical unit.</param>
/// <param name="Place">Where; <c>null</c> for the whole unit.</param>
public sealed record FirehoseEraseCommand(int SectorSize, int Unit, FirehosePlace? Place) : FirehoseCommand;

/// <summary>Writes a number of 1 to 8 bytes, little-endian.</summary>
/// <param name="Place">One sector.</param>
/// <param name="ByteOffset">In the sector.</param>
/// <param name="Size">Bytes of the number.</param>
/// <param name="Value">An expression that the device evaluates.</param>
/// <param name="FileName"><c>DISK</c>; other names are of files on the host, and never sent.</param>
/// <param name="What">For people.</param>
public sealed record FirehosePatchCommand(FirehosePlace Place, int ByteOffset, int Size, FirehoseExpression Value, string FileName = FirehosePatchCommand.Disk, string? What = null) : FirehoseCommand
{
    /// <summary>The name that means the device's storage.</summary>
    public const string Disk = "DISK";

    /// <summary>True when it is for the device.</summary>
    public bool IsForDisk => string.Equals(FileName, Disk, StringComparison.Ordinal);
}

/// <summary>Asks what the storage is.</summary>
/// <param name="Unit">The logical unit.</param>
public sealed record FirehoseStorageCommand(int Unit) : FirehoseCommand;

/// <summary>Asks for a digest of what is stored.</summary>
/// <param name="Place">Where.</param>
/// <param name="IsCrc16">A CRC of 16 bits in place of SHA-256; ours does not answer it.</param>
public sealed record FirehoseDigestCommand(FirehosePlace Place, bool IsCrc16 = false) : FirehoseCommand;

/// <summary>Says from which unit the device boots.</summary>
/// <param name="Unit">1 on UFS and 0 on eMMC by habit.</param>
public sealed record FirehoseBootableCommand(int Unit) : FirehoseCommand;

/// <summary>Leaves the programmer.</summary>
/// <param name="Power">How.</param>
/// <param name="DelaySeconds">After the answer.</param>
public sealed record FirehosePowerCommand(FirehosePower Power, int DelaySeconds = 0) : FirehoseCommand;

/// <summary>Nothing: is anybody there?</summary>
public sealed record FirehoseNopCommand : FirehoseCommand;

/// <summary>A step of authorisation; for ticket and manifest raw bytes follow.</summary>
/// <param name="Step">Which.</param>
/// <param name="Size">For ticket and manifest: bytes that follow.</param>
public sealed record FirehoseSigCommand(FirehoseSigStep Step, int Size = 0) : FirehoseCommand;

/// <summary>A command that is handed on as it is: ufs and emmc (<see cref="Provisioning"/>), firmwarewrite, fixgpt, benchmark.</summary>
/// <param name="Element">As it came.</param>
public sealed record FirehoseOtherCommand(FirehoseElement Element) : FirehoseCommand;
