namespace Tenure.Device.Block;

/// <summary>A number in hardware that only rises and that no software can write back: a counter in the NV memory of a TPM, or of RPMB.</summary>
/// <remarks>Its first value may be any: a TPM gives a new counter the highest value that any of its counters ever had.</remarks>
public interface IMonotonicCounter
{
    /// <summary>The value now.</summary>
    /// <exception cref="IOException">The hardware does not answer.</exception>
    ulong Read();

    /// <summary>Makes it one higher, for good.</summary>
    /// <returns>The value then.</returns>
    /// <exception cref="IOException">The hardware does not answer; whether it counted is not known.</exception>
    ulong Increment();
}
