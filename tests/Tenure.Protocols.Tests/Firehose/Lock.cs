using Tenure.Protocols.Firehose;

namespace Tenure.Protocols.Tests.Firehose;

/// <summary>A gate that takes one ticket, after a challenge, and lets one content be written.</summary>
internal sealed class Lock(byte[] allowed) : IFirehoseGate
{
    private readonly List<byte> seen = [];
    private bool challenged;

    public static byte[] Ticket { get; } = [.. Enumerable.Range(0, 700).Select(i => (byte)i)];

    public static byte[] Manifest { get; } = [.. Enumerable.Range(0, 70_000).Select(i => (byte)(i >> 3))];

    public bool IsOpen { get; private set; }

    public byte[]? Challenge(out FirehoseRefusal? refusal)
    {
        refusal = null;
        challenged = true;
        return [1, 2, 3, 0xff];
    }

    public FirehoseRefusal? Open(ReadOnlySpan<byte> ticket, ReadOnlySpan<byte> manifest, out string ticketId)
    {
        ticketId = "T-1";
        if (!challenged)
        {
            return new(1, "no challenge outstanding");
        }

        challenged = false;
        IsOpen = ticket.SequenceEqual(Ticket) && manifest.SequenceEqual(Manifest);
        return IsOpen ? null : new(5, "signature wrong");
    }

    public byte[]? Receipt(out FirehoseRefusal? refusal)
    {
        refusal = null;
        return [9, 9];
    }

    public FirehoseRefusal? Refuse(FirehoseCommand command, FirehoseRange? range) =>
        command is FirehoseEraseCommand ? new(9, "operation not allowed") : range is { Unit: 1 } ? new(14, "protected range") : null;

    public FirehoseRefusal? RefuseDivision(Provisioning wanted) => new(9, "operation not allowed");

    public List<FirehoseCommand> Carried { get; } = [];

    public List<FirehoseRange> Begun { get; } = [];

    public void Changing(FirehoseRange range) => Begun.Add(range);

    public void Done(FirehoseCommand command, FirehoseRange? range) => Carried.Add(command);

    public void Writing(FirehoseRange range, ReadOnlySpan<byte> bytes) => seen.AddRange(bytes);

    public FirehoseRefusal? EndWriting(FirehoseRange range, bool isWhole)
    {
        var isGood = isWhole && seen.SequenceEqual(allowed);
        seen.Clear();
        return isGood ? null : new(11, "digest mismatch");
    }
}
