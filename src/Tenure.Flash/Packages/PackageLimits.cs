namespace Tenure.Flash.Packages;

/// <summary>How large a package may be. What an archive says of its sizes is not believed: bytes are counted as they come.</summary>
public sealed record PackageLimits
{
    /// <summary>Files.</summary>
    public int Files { get; init; } = 4096;

    /// <summary>Bytes of all files together, unpacked.</summary>
    public long Bytes { get; init; } = 64L << 30;

    /// <summary>Bytes that stay free on the disk that an archive is unpacked to.</summary>
    public long Spare { get; init; } = 256L << 20;
}
