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

    /// <inheritdoc/>
    public uint Image => image;

    private bool IsWide => bytes[4] == 2;

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

        if (U16(IsWide ? 54 : 42) != EntrySize)
        {
            return SaharaStatus.InvalidProgramHeaderSize;
        }

        return ProgramHeaders switch
        {
            0 => SaharaStatus.ProgramHeaderUninitialised,
            > MaxProgramHeaders => SaharaStatus.TooManyProgramHeaders,
            var count => Want(ProgramHeaderOffset, (ulong)(count * EntrySize)),
        };
    }

    private SaharaStatus WantSegments()
    {
        var (at, count) = ((int)ProgramHeaderOffset, ProgramHeaders);
        for (var i = 0; i < count; i++, at += EntrySize)
        {
            var (offset, length) = IsWide ? (U64(at + 8), U64(at + 32)) : (U32(at + 4), U32(at + 16));
            if (length > 0 && Want(offset, length) is var status and not SaharaStatus.Success)
            {
                return status;
            }
        }

        return SaharaStatus.Success;
    }

    private int EntrySize => IsWide ? 56 : 32;

    private int ProgramHeaders => U16(IsWide ? 56 : 44);

    private ulong ProgramHeaderOffset => IsWide ? U64(32) : U32(28);

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
