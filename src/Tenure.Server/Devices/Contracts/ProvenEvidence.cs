using Tenure.Domain.Devices;
using Tenure.Protocols.Tickets;

namespace Tenure.Server.Devices.Contracts;

/// <summary>Evidence that a device of ours signed just now, for this server and this purpose. Its nonce is spent when the caller saves.</summary>
/// <param name="Device">The device, tracked.</param>
/// <param name="Evidence">What it said.</param>
/// <param name="Digest">32 bytes by which a ticket answers it.</param>
internal sealed record ProvenEvidence(Device Device, Evidence Evidence, byte[] Digest)
{
    /// <summary>Whether the device's epoch and holding are the server's.</summary>
    public Domain.Refusal? Fits() => Device.Fits(Evidence.Epoch, Evidence.HoldingId is { } id ? new HoldingId(new Guid(id, bigEndian: true)) : null);
}
