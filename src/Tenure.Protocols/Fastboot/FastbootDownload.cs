namespace Tenure.Protocols.Fastboot;

/// <summary>The device's download buffer.</summary>
internal sealed class FastbootDownload
{
    public ReadOnlyMemory<byte> Bytes { get; set; }
}
