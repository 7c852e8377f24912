namespace Tenure.Protocols.Sahara;

/// <summary>Loads one image, in its own order.</summary>
public interface ISaharaLoader
{
    /// <summary>13 is the programmer.</summary>
    uint Image { get; }

    /// <summary>What it wants next; <c>null</c> when it has all.</summary>
    (long Offset, int Length)? Wanted { get; }

    /// <summary>Takes exactly what <see cref="Wanted"/> said.</summary>
    SaharaStatus Take(ReadOnlySpan<byte> bytes);

    /// <summary>Verifies what it has.</summary>
    SaharaStatus Finish();
}
