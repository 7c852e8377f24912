using Tenure.Protocols;
using Tenure.Protocols.Firehose;

namespace Tenure.Device.Phone.Emergency;

/// <summary>The gate of a phone that was never started: it has no key to ask with, and knows no server.</summary>
internal sealed class ClosedGate : IFirehoseGate
{
    private static readonly FirehoseRefusal Never = new((int)ProtocolErrorCode.UnknownSigner, "this phone was never started: it knows no server");

    public bool IsOpen => false;

    public byte[]? Challenge(out FirehoseRefusal? refusal)
    {
        refusal = Never;
        return null;
    }

    public FirehoseRefusal? Open(ReadOnlySpan<byte> ticket, ReadOnlySpan<byte> manifest, out string ticketId)
    {
        ticketId = "";
        return Never;
    }

    public byte[]? Receipt(out FirehoseRefusal? refusal) => Challenge(out refusal);

    public FirehoseRefusal? Refuse(FirehoseCommand command, FirehoseRange? range) => Never;

    public FirehoseRefusal? RefuseDivision(Provisioning wanted) => Never;

    public void Changing(FirehoseRange range)
    {
    }

    public void Done(FirehoseCommand command, FirehoseRange? range)
    {
    }

    public void Writing(FirehoseRange range, ReadOnlySpan<byte> bytes)
    {
    }

    public FirehoseRefusal? EndWriting(FirehoseRange range, bool isWhole) => Never;
}
