namespace Tenure.Protocols.Firmware;

/// <summary>A file of a package, as it lies there.</summary>
/// <param name="Name">Below the package's folder, with forward slashes; 1 to 255 bytes.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Digest">SHA-256 of them, 32 bytes.</param>
public sealed record FirmwareFile(string Name, long Size, byte[] Digest);
