using System.Buffers.Binary;

namespace Tenure.Protocols.Sahara;

/// <summary>Loads an ELF as boot ROMs do: header, program headers, then each segment.</summary>
/// <param name="image">13 is the programmer.</param>
/// <param name="verify">Says whether the whole is good; what was not read is zero.</param>
public sealed class SaharaElfLoader(uint image, Func<byte[], SaharaStatus> verify) : ISaharaLoader
{
    /// <summary>Bytes of an image, at most.</summary>
    public const int MaxBytes = 1 << 26;

    private const int HeaderSize = 0x40;
    private const int MaxProgramHeaders = 64;

    private readonly Queue<(long Offset, int Length)> wanted = new([(0L, HeaderSize)]);
    private byte[] bytes = new byte[HeaderSize];
    private int steps;

    // What the header said when it was checked: what is read after it may lie over it.
    private bool isWide;
    private int programHeaders;
    private ulong programHeaderOffset;

    /// <inheritdoc/>
    public uint Image => image;

    /// <inheritdoc/>
    public (long Offset, int Length)? Wanted => wanted.TryPeek(out var next) ? next : null;

    /// <inheritdoc/>
    public SaharaStatus Take(ReadOnlySpan<byte> bytes)
    {
        var (offset, length) = wanted.Dequeue();
        if (bytes.Length != length)
        {
            return SaharaStatus.InvalidReceiveLength;
        }

        if (this.bytes.Length < offset + length)
        {
            Array.Resize(ref this.bytes, (int)offset + length);
        }

        bytes.CopyTo(this.bytes.AsSpan((int)offset));
        return steps++ switch
        {
            0 => WantProgramHeaders(),
            1 => WantSegments(),
            _ => SaharaStatus.Success,
        };
    }

    /// <inheritdoc/>
    public SaharaStatus Finish() => verify(bytes);

    private SaharaStatus WantProgramHeaders()
    {
        if (!bytes.AsSpan().StartsWith("\x7f"u8) || !bytes.AsSpan(1).StartsWith("ELF"u8) || bytes[4] is not (1 or 2) || bytes[5] != 1)
        {
            return SaharaStatus.InvalidElfHeader;
        }

        isWide = bytes[4] == 2;
        if (U16(isWide ? 54 : 42) != EntrySize)
        {
            return SaharaStatus.InvalidProgramHeaderSize;
        }

        programHeaderOffset = isWide ? U64(32) : U32(28);
        programHeaders = U16(isWide ? 56 : 44);
        return programHeaders switch
        {
            0 => SaharaStatus.ProgramHeaderUninitialised,
            > MaxProgramHeaders => SaharaStatus.TooManyProgramHeaders,
            var count => Want(programHeaderOffset, (ulong)(count * EntrySize)),
        };
    }

    private SaharaStatus WantSegments()
    {
        var at = (int)programHeaderOffset;
        for (var i = 0; i < programHeaders; i++, at += EntrySize)
        {
            var (offset, length) = isWide ? (U64(at + 8), U64(at + 32)) : (U32(at + 4), U32(at + 16));
            if (length > 0 && Want(offset, length) is var status and not SaharaStatus.Success)
            {
                return status;
            }
        }

        return SaharaStatus.Success;
    }

    private int EntrySize => isWide ? 56 : 32;

    private SaharaStatus Want(ulong offset, ulong length)
    {
        if (offset > MaxBytes || length > MaxBytes - offset)
        {
            return SaharaStatus.InvalidDataSize;
        }

        wanted.Enqueue(((long)offset, (int)length));
        return SaharaStatus.Success;
    }

    private ushort U16(int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at));

    private ulong U32(int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at));

    private ulong U64(int at) => BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(at));
}
