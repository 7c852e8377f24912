using System.Buffers.Binary;

namespace Tenure.Device.Tpm;

/// <summary>One bit in the NV memory of a TPM 2.0 that is set once: the device has its key.</summary>
/// <remarks>It is not taken back; to remove it needs the owner's authorisation.</remarks>
public sealed class TpmMark
{
    /// <summary>Where it lies: beside <see cref="TpmCounter.Index"/>.</summary>
    public const uint Index = TpmCounter.Index + 1;

    private const uint NvSetBits = 0x135;

    private readonly TpmNv nv;

    private TpmMark(TpmNv nv, bool isSet) => (this.nv, IsSet) = (nv, isSet);

    /// <summary>Whether it was set.</summary>
    public bool IsSet { get; private set; }

    /// <summary>The mark of this TPM.</summary>
    /// <param name="line">To the TPM.</param>
    /// <exception cref="TpmException">Something else lies at <see cref="Index"/>.</exception>
    public static TpmMark Open(TpmLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        var nv = new TpmNv(line, Index);
        return new TpmMark(nv, nv.IsWritten(TpmNv.Bits) is true);
    }

    /// <summary>Sets it; again is no harm.</summary>
    public void Set()
    {
        if (IsSet)
        {
            return;
        }

        if (nv.IsWritten(TpmNv.Bits) is null)
        {
            nv.Define(TpmNv.Bits);
        }

        var bits = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bits, 1);
        nv.Act(NvSetBits, bits);
        IsSet = true;
    }
}
