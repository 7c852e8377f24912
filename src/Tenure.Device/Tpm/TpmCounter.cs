using System.Buffers.Binary;
using Tenure.Device.Block;

namespace Tenure.Device.Tpm;

/// <summary>A counter in the NV memory of a TPM 2.0. Whoever removes it and makes it anew gets one that goes on above the highest value that was ever there.</summary>
/// <remarks>
/// TPM 2.0 Library Specification, part 3, §31 (TPM2_NV_*), and part 2, §13 (TPMS_NV_PUBLIC, TPMA_NV). The index has no password of its own: to count further harms
/// only availability, and nobody can count back. Making it needs the owner's authorisation, which is empty unless the maker set one.
/// </remarks>
public sealed class TpmCounter : IMonotonicCounter
{
    /// <summary>Where it lies: in the range that the owner of a TPM may use freely (TCG Registry of Reserved TPM 2.0 Handles, §2.3.1).</summary>
    public const uint Index = 0x01807E4E;

    private const uint Owner = 0x40000001;
    private const uint PasswordSession = 0x40000009;
    private const uint DefineSpace = 0x12A;
    private const uint NvIncrement = 0x134;
    private const uint NvRead = 0x14E;
    private const uint NvReadPublic = 0x169;

    // OWNERWRITE, AUTHWRITE, TPM_NT_COUNTER, OWNERREAD, AUTHREAD, NO_DA.
    private const uint Attributes = 0x0206_0016;
    private const uint TypeMask = 0xF0;
    private const uint TypeCounter = 0x10;
    private const uint Written = 0x2000_0000;
    private const ushort Sha256 = 0x000B;
    private const ushort CounterLength = 8;
    private const int HeaderLength = 10;

    // TPM_RC_HANDLE; TPM_RC_YIELDED, TPM_RC_TESTING, TPM_RC_NV_RATE and TPM_RC_RETRY.
    private const uint NoSuchHandle = 0x8B;
    private static readonly uint[] ComeAgain = [0x908, 0x90A, 0x920, 0x922];
    private const int Tries = 50;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly TpmLine line;

    private TpmCounter(TpmLine line) => this.line = line;

    /// <summary>The counter of this TPM; makes it when there is none.</summary>
    /// <param name="line">To the TPM.</param>
    /// <param name="isNew">Whether it was made now.</param>
    /// <exception cref="TpmException">Something else lies at <see cref="Index"/>, or it may not be made.</exception>
    public static TpmCounter Open(TpmLine line, out bool isNew)
    {
        ArgumentNullException.ThrowIfNull(line);
        var counter = new TpmCounter(line);
        var attributes = counter.FindAttributes();
        isNew = attributes is null;
        if (attributes is null)
        {
            counter.Define();
        }

        // A counter says nothing before it counted once; cut in between, the next start counts it.
        if (attributes is null || (attributes & Written) == 0)
        {
            counter.Increment();
        }

        return counter;
    }

    /// <inheritdoc />
    public ulong Read()
    {
        var answer = Send(NvRead, [Index, Index], [0, (byte)CounterLength, 0, 0]);
        return answer.Length >= 4 + 2 + CounterLength && BinaryPrimitives.ReadUInt16BigEndian(answer.AsSpan(4)) == CounterLength
            ? BinaryPrimitives.ReadUInt64BigEndian(answer.AsSpan(6))
            : throw new TpmException("The TPM's counter has another size than a counter.");
    }

    /// <inheritdoc />
    public ulong Increment()
    {
        Send(NvIncrement, [Index, Index], []);
        return Read();
    }

    private uint? FindAttributes()
    {
        byte[] answer;
        try
        {
            answer = Exchange(Command(NvReadPublic, [Index], [], isAuthorised: false));
        }
        catch (TpmException e) when (e.Code is { } code && (code & 0xBF) == NoSuchHandle)
        {
            return null;
        }

        // TPM2B_NV_PUBLIC: size, index, name algorithm, attributes, policy, size of the data.
        if (answer.Length < 14 || BinaryPrimitives.ReadUInt32BigEndian(answer.AsSpan(2)) != Index)
        {
            throw new TpmException("The TPM does not say what lies at the counter's place.");
        }

        var attributes = BinaryPrimitives.ReadUInt32BigEndian(answer.AsSpan(8));
        return (attributes & TypeMask) == TypeCounter ? attributes : throw new TpmException("Something that is no counter lies at the counter's place in the TPM.");
    }

    private void Define()
    {
        Span<byte> parameters = stackalloc byte[2 + 2 + 14];
        parameters.Clear();
        BinaryPrimitives.WriteUInt16BigEndian(parameters[2..], 14);
        BinaryPrimitives.WriteUInt32BigEndian(parameters[4..], Index);
        BinaryPrimitives.WriteUInt16BigEndian(parameters[8..], Sha256);
        BinaryPrimitives.WriteUInt32BigEndian(parameters[10..], Attributes);
        BinaryPrimitives.WriteUInt16BigEndian(parameters[16..], CounterLength);
        Send(DefineSpace, [Owner], parameters);
    }

    // With an empty password; gives what follows the header: the size of the parameters (u32) and the parameters.
    private byte[] Send(uint code, ReadOnlySpan<uint> handles, ReadOnlySpan<byte> parameters) => Exchange(Command(code, handles, parameters, isAuthorised: true));

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
