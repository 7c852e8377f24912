using Tenure.Protocols.Firmware;

namespace Tenure.Flash.Restores;

/// <summary>An entry of the manifest, and the bytes for it.</summary>
/// <param name="Index">In the manifest, from 0.</param>
/// <param name="Entry">What is done.</param>
/// <param name="File">Of the package, for what is written; else <c>null</c>.</param>
/// <param name="Offset">In the image that the file stands for.</param>
/// <param name="Bytes">That are sent.</param>
public sealed record PlannedEntry(int Index, FirmwareEntry Entry, string? File = null, long Offset = 0, long Bytes = 0);
