using Tenure.Device.Phone.Emergency;
using Tenure.Protocols;
using Tenure.Protocols.Firehose;
using Tenure.Protocols.Sparse;

namespace Tenure.Device.Phone.Boot;

/// <summary>Flashing a locked phone by fastboot: the gate of its emergency mode, for partitions by their names. An image is judged before its first byte is written.</summary>
/// <param name="gate">Closed; disposed with this.</param>
/// <param name="storage">What is flashed.</param>
public sealed class TicketFlashing(FlashGate gate, UnitStorage storage) : IDisposable
{
    private byte[]? ticket;

    /// <summary>Whether a ticket was taken since the phone was switched on.</summary>
    public bool IsOpen => gate.IsOpen;

    /// <summary>Bytes that may be staged now, at most.</summary>
    public uint MaxDownload => IsOpen ? BootloaderVariables.MaxDownload : (uint)(ticket is null ? FirehoseCodec.MaxTicket : FirehoseCodec.MaxManifest);

    /// <summary>Makes a new question; a ticket that was staged for the one before is forgotten.</summary>
    /// <param name="refusal">Why not.</param>
    /// <returns>Evidence; <c>null</c> when refused.</returns>
    public byte[]? Ask(out FirehoseRefusal? refusal)
    {
        ticket = null;
        return gate.Challenge(out refusal);
    }

    /// <summary>Takes what was staged: first the ticket, then the manifest that it names.</summary>
    /// <returns>Why not; <c>null</c> when it was taken.</returns>
    public FirehoseRefusal? Take(ReadOnlySpan<byte> staged)
    {
        if (ticket is not { } held)
        {
            ticket = staged.ToArray();
            return null;
        }

        ticket = null;
        return gate.Open(held, staged, out _);
    }

    /// <summary>Writes an image that is the maker's, whole, to a partition.</summary>
    /// <param name="partition">Its whole name; not a logical one.</param>
    /// <param name="image">Raw. The rest of its last sector is zeros.</param>
    /// <returns>Why not; <c>null</c> when it is written.</returns>
    public FirehoseRefusal? Write(string partition, ReadOnlyMemory<byte> image)
    {
        if (SparseReader.IsSparse(image.Span))
        {
            return new((int)ProtocolErrorCode.Malformed, "a sparse image: stage it raw");
        }

        var whole = image.ToArray();
        Array.Resize(ref whole, (image.Length + storage.SectorSize - 1) / storage.SectorSize * storage.SectorSize);
        var range = RangeOf(partition) with { Sectors = whole.Length / storage.SectorSize };
        if ((gate.Refuse(new FirehoseProgramCommand(PlaceOf(range)), range) ?? gate.Judge(range, whole)) is { } refusal)
        {
            return refusal;
        }

        var isWhole = false;
        try
        {
            gate.Writing(range, whole);
            storage.Write(range.Unit, range.First, whole);
            isWhole = true;
        }
        finally
        {
            refusal = gate.EndWriting(range, isWhole);
        }

        return refusal;
    }

    /// <summary>Erases a partition that the manifest erases.</summary>
    /// <returns>Why not; <c>null</c> when it is erased.</returns>
    public FirehoseRefusal? Erase(string partition)
    {
        var range = RangeOf(partition);
        var command = new FirehoseEraseCommand(storage.SectorSize, range.Unit, PlaceOf(range));
        if (gate.Refuse(command, range) is { } refusal)
        {
            return refusal;
        }

        gate.Changing(range);
        storage.Erase(range);
        gate.Done(command, range);
        return null;
    }

    /// <summary>Signs what was done.</summary>
    /// <param name="refusal">Why not.</param>
    public byte[]? Receipt(out FirehoseRefusal? refusal) => gate.Receipt(out refusal);

    /// <summary>The phone restarts.</summary>
    public void Close()
    {
        ticket = null;
        gate.Close();
    }

    /// <inheritdoc />
    public void Dispose() => gate.Dispose();

    private static FirehoseRange RangeOf(string partition) =>
        PhoneLayout.Find(partition) is { } found
            ? new(found.Unit, PhoneLayout.OffsetOf(partition) / PhoneLayout.SectorSize, found.Size / PhoneLayout.SectorSize)
            : throw new ArgumentException("No partition of the layout.", nameof(partition));

    private FirehosePlace PlaceOf(FirehoseRange range) => new(storage.SectorSize, range.Unit, FirehoseExpression.Of(range.First), range.Sectors);
}
