namespace Tenure.Protocols.Firmware;

/// <summary>One thing that a package does to a device.</summary>
/// <param name="Unit">The logical unit.</param>
public abstract record FirmwareEntry(int Unit);

/// <summary>Writes bytes of an image in its expanded form: at most <see cref="MaxBytes"/>.</summary>
/// <param name="Range">Where.</param>
/// <param name="Digest">SHA-256 of the bytes there, 32 bytes.</param>
public sealed record FirmwareProgram(FirmwareRange Range, byte[] Digest) : FirmwareEntry(Range.Unit)
{
    /// <summary>Bytes, at most: what a device hashes before it can say whether it was right.</summary>
    public const int MaxBytes = 64 << 20;
}

/// <summary>Discards sectors.</summary>
/// <param name="Range">Where; first and number 0 are the whole unit.</param>
public sealed record FirmwareErase(FirmwareRange Range) : FirmwareEntry(Range.Unit);

/// <summary>Sets a number.</summary>
/// <param name="Unit">The logical unit.</param>
/// <param name="Start">The sector: an expression as Firehose has it, in its usual form.</param>
/// <param name="ByteOffset">In the sector.</param>
/// <param name="Size">Bytes of the number, 1 to 8.</param>
/// <param name="Value">The number: an expression in its usual form.</param>
public sealed record FirmwarePatch(int Unit, string Start, int ByteOffset, int Size, string Value) : FirmwareEntry(Unit);

/// <summary>The device boots from this unit from then on.</summary>
/// <param name="Unit">The logical unit.</param>
public sealed record FirmwareBootable(int Unit) : FirmwareEntry(Unit);
