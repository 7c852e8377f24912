using System.Buffers.Binary;

namespace Tenure.Device.Tpm;

/// <summary>One index in the NV memory of a TPM 2.0, eight bytes, without a password of its own.</summary>
/// <remarks>
/// TPM 2.0 Library Specification, part 3, §31 (TPM2_NV_*), and part 2, §13 (TPMS_NV_PUBLIC, TPMA_NV). Making it needs the owner's authorisation, which is empty unless the maker set one.
/// </remarks>
internal sealed class TpmNv(TpmLine line, uint index)
{
    /// <summary>TPM_NT_COUNTER in TPMA_NV: it is only ever raised by one.</summary>
    public const uint Counter = 0x10;

    /// <summary>TPM_NT_BITS in TPMA_NV: its bits are only ever set.</summary>
    public const uint Bits = 0x20;

    private const uint Owner = 0x40000001;
    private const uint PasswordSession = 0x40000009;
    private const uint DefineSpace = 0x12A;
    private const uint NvRead = 0x14E;
    private const uint NvReadPublic = 0x169;

    // OWNERWRITE, AUTHWRITE, OWNERREAD, AUTHREAD, NO_DA.
    private const uint Attributes = 0x0206_0006;
    private const uint TypeMask = 0xF0;
    private const uint Written = 0x2000_0000;
    private const ushort Sha256 = 0x000B;
    private const ushort Length = 8;
    private const int HeaderLength = 10;

    // TPM_RC_HANDLE; TPM_RC_YIELDED, TPM_RC_TESTING, TPM_RC_NV_RATE and TPM_RC_RETRY.
    private const uint NoSuchHandle = 0x8B;
    private static readonly uint[] ComeAgain = [0x908, 0x90A, 0x920, 0x922];
    private const int Tries = 50;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Whether something was ever written to it; <c>null</c> when there is no such index.</summary>
    /// <param name="type">What it has to be.</param>
    /// <exception cref="TpmException">Something of another type lies there.</exception>
    public bool? IsWritten(uint type)
    {
        byte[] answer;
        try
        {
            answer = Exchange(Command(NvReadPublic, [index], [], isAuthorised: false));
        }
        catch (TpmException e) when (e.Code is { } code && (code & 0xBF) == NoSuchHandle)
        {
            return null;
        }

        // TPM2B_NV_PUBLIC: size, index, name algorithm, attributes, policy, size of the data.
        if (answer.Length < 14 || BinaryPrimitives.ReadUInt32BigEndian(answer.AsSpan(2)) != index)
        {
            throw new TpmException("The TPM does not say what lies at this device's place.");
        }

        var attributes = BinaryPrimitives.ReadUInt32BigEndian(answer.AsSpan(8));
        return (attributes & TypeMask) == type ? (attributes & Written) != 0 : throw new TpmException("Something else lies at this device's place in the TPM.");
    }

    /// <summary>Makes it.</summary>
    public void Define(uint type)
    {
        Span<byte> parameters = stackalloc byte[2 + 2 + 14];
        parameters.Clear();
        BinaryPrimitives.WriteUInt16BigEndian(parameters[2..], 14);
        BinaryPrimitives.WriteUInt32BigEndian(parameters[4..], index);
        BinaryPrimitives.WriteUInt16BigEndian(parameters[8..], Sha256);
        BinaryPrimitives.WriteUInt32BigEndian(parameters[10..], Attributes | type);
        BinaryPrimitives.WriteUInt16BigEndian(parameters[16..], Length);
        Exchange(Command(DefineSpace, [Owner], parameters, isAuthorised: true));
    }

    /// <summary>The number in it.</summary>
    public ulong Read()
    {
        // The size of the parameters (u32), then TPM2B_MAX_NV_BUFFER.
        var answer = Exchange(Command(NvRead, [index, index], [0, (byte)Length, 0, 0], isAuthorised: true));
        return answer.Length >= 4 + 2 + Length && BinaryPrimitives.ReadUInt16BigEndian(answer.AsSpan(4)) == Length
            ? BinaryPrimitives.ReadUInt64BigEndian(answer.AsSpan(6))
            : throw new TpmException("The TPM gives a number of another size.");
    }

    /// <summary>Carries a command out on it.</summary>
    public void Act(uint code, ReadOnlySpan<byte> parameters) => Exchange(Command(code, [index, index], parameters, isAuthorised: true));

    private byte[] Exchange(byte[] command)
    {
        for (var tried = 1; ; tried++)
        {
            var answer = line.Exchange(command);
            switch (BinaryPrimitives.ReadUInt32BigEndian(answer.AsSpan(6)))
            {
                case 0:
                    return answer[HeaderLength..];
                case var code when ComeAgain.Contains(code) && tried < Tries:
                    Thread.Sleep(Pause);
                    break;
                case var code:
                    throw new TpmException(code);
            }
        }
    }

    private static byte[] Command(uint code, ReadOnlySpan<uint> handles, ReadOnlySpan<byte> parameters, bool isAuthorised)
    {
        var bytes = new byte[HeaderLength + (4 * handles.Length) + (isAuthorised ? 13 : 0) + parameters.Length];
        var at = bytes.AsSpan();
        BinaryPrimitives.WriteUInt16BigEndian(at, (ushort)(isAuthorised ? 0x8002 : 0x8001));
        BinaryPrimitives.WriteUInt32BigEndian(at[2..], (uint)bytes.Length);
        BinaryPrimitives.WriteUInt32BigEndian(at[6..], code);
        at = at[HeaderLength..];
        foreach (var handle in handles)
        {
            BinaryPrimitives.WriteUInt32BigEndian(at, handle);
            at = at[4..];
        }

        if (isAuthorised)
        {
            // One session, 9 bytes: a password that is empty, no nonce, no attributes.
            BinaryPrimitives.WriteUInt32BigEndian(at, 9);
            BinaryPrimitives.WriteUInt32BigEndian(at[4..], PasswordSession);
            at = at[13..];
        }

        parameters.CopyTo(at);
        return bytes;
    }
}
