namespace Tenure.Protocols.Sparse;

/// <summary>What a chunk of a sparse image holds. The numbers are those of the wire.</summary>
/// <remarks>AOSP <c>libsparse/sparse_format.h</c>.</remarks>
public enum SparseKind : ushort
{
    /// <summary>The bytes themselves.</summary>
    Raw = 0xcac1,

    /// <summary>Four bytes that are repeated.</summary>
    Fill = 0xcac2,

    /// <summary>Whatever was there before; zeros in a new file.</summary>
    DontCare = 0xcac3,

    /// <summary>The CRC-32 of all before it; no blocks.</summary>
    Crc32 = 0xcac4,
}
