using Tenure.Domain.Devices;

namespace Tenure.Server.Audit;

/// <summary>What opens the commitment of an entry, and whose it is. To delete a holding's rows here is to erase it from the log: the entries stay, and say nothing any more.</summary>
internal sealed class DeviceLogOpening
{
    private DeviceLogOpening()
    {
    }

    public DeviceLogOpening(DeviceId device, long sequence, Guid? holding, byte[] salt, string details, byte[]? votes = null)
    {
        DeviceId = device;
        Sequence = sequence;
        HoldingId = holding;
        Salt = salt;
        Details = details;
        Votes = votes;
    }

    public DeviceId DeviceId { get; private set; }

    public long Sequence { get; private set; }

    /// <summary>The holding during which it happened, or which it ended; <c>null</c> where nobody held the device. Beside the entry's holding ref it is what tells one from the other.</summary>
    public Guid? HoldingId { get; private set; }

    public byte[] Salt { get; private set; } = [];

    /// <summary>JSON text as committed to.</summary>
    public string Details { get; private set; } = "";

    /// <summary>Of a release by a case: the votes that a signer asks for, as <c>SignedVotesCodec</c> writes them; <c>null</c> elsewhere, and where the agents signed none.</summary>
    public byte[]? Votes { get; private set; }
}
