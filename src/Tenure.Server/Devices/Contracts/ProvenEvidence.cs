using Tenure.Domain.Devices;
using Tenure.Protocols.Tickets;

namespace Tenure.Server.Devices.Contracts;

/// <summary>Evidence that a device of ours signed just now, for this server and this purpose. Its nonce is spent when the caller saves.</summary>
/// <param name="Device">The device, tracked.</param>
/// <param name="Evidence">What it said.</param>
/// <param name="Bytes">What it signed, as it came: the signer sees for itself.</param>
internal sealed record ProvenEvidence(Device Device, Evidence Evidence, byte[] Bytes)
{
    /// <summary>32 bytes by which a ticket answers it.</summary>
    public byte[] Digest { get; } = EvidenceCodec.Digest(Bytes);

    /// <summary>Whether the server has seen its count before. Then it proves who asks and nothing else.</summary>
    public bool IsBehind { get; init; }

    /// <summary>Whether the device's epoch and holding are the server's.</summary>
    public Domain.Refusal? Fits() => IsWithoutBlock ? null : FitsBlock();

    /// <summary>Whether a device that asks to be flashed cannot read its block any more. It knows no epoch then, and what was flashed leaves it as locked as it was.</summary>
    private bool IsWithoutBlock => Evidence is { Purpose: EvidencePurpose.Flash, State: null, Epoch: 0, HoldingId: null };

    /// <summary>Whether what the device says of its epoch and holding, out of its block, is what the server has.</summary>
    public Domain.Refusal? FitsBlock() => Device.Fits(Evidence.Epoch, Evidence.HoldingId is { } id ? new HoldingId(new Guid(id, bigEndian: true)) : null);
}
