using System.Formats.Cbor;

namespace Tenure.Protocols.Cbor;

/// <summary>The one way CBOR is written here: shortest lengths, sorted keys, nothing indefinite.</summary>
/// <remarks>RFC 8949 §4.2.3 sorts keys by length first, §4.2.1 by bytes; every map of this library comes out the same under both.</remarks>
internal static class CanonicalCborWriter
{
    // A map whose claims are counted only while writing is started without a length; the writer then puts the definite one.
    public static CborWriter Create(int capacity = 256) =>
        new(CborConformanceMode.Canonical, convertIndefiniteLengthEncodings: true, initialCapacity: capacity);
}
