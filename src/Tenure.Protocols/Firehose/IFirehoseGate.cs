namespace Tenure.Protocols.Firehose;

/// <summary>What a lock lets through. Before it is open only nop, sig and power are carried out; afterwards it is asked about each command, and sees each byte that is written.</summary>
public interface IFirehoseGate
{
    /// <summary>True once a ticket was taken.</summary>
    bool IsOpen { get; }

    /// <summary>Makes new evidence with a new nonce; the one before is worth nothing any more.</summary>
    /// <param name="refusal">Why not.</param>
    /// <returns>At most <see cref="FirehoseCodec.MaxEvidence"/> bytes; <c>null</c> when refused.</returns>
    byte[]? Challenge(out FirehoseRefusal? refusal);

    /// <summary>Takes a ticket and the manifest that it names.</summary>
    /// <param name="ticket">As it came.</param>
    /// <param name="manifest">As it came.</param>
    /// <param name="ticketId">For the log.</param>
    /// <returns>Why not; <c>null</c> when it is open now.</returns>
    FirehoseRefusal? Open(ReadOnlySpan<byte> ticket, ReadOnlySpan<byte> manifest, out string ticketId);

    /// <summary>Makes evidence of what was done.</summary>
    /// <param name="refusal">Why not.</param>
    /// <returns>At most <see cref="FirehoseCodec.MaxEvidence"/> bytes; <c>null</c> when refused.</returns>
    byte[]? Receipt(out FirehoseRefusal? refusal);

    /// <summary>May this be done?</summary>
    /// <param name="command">What a host wants.</param>
    /// <param name="range">Where, when it names a place; it exists.</param>
    /// <returns>Why not; <c>null</c> when it may.</returns>
    FirehoseRefusal? Refuse(FirehoseCommand command, FirehoseRange? range);

    /// <summary>May the storage be divided so?</summary>
    /// <returns>Why not; <c>null</c> when it may.</returns>
    FirehoseRefusal? RefuseDivision(Provisioning wanted);

    /// <summary>Hears that an erasure or a patch begins.</summary>
    void Changing(FirehoseRange range);

    /// <summary>Hears that an erasure, a patch or a unit to boot from was carried out.</summary>
    void Done(FirehoseCommand command, FirehoseRange? range);

    /// <summary>Sees bytes before they are written, in their order.</summary>
    void Writing(FirehoseRange range, ReadOnlySpan<byte> bytes);

    /// <summary>Judges all that <see cref="Writing"/> saw of a range. What did not come whole is judged, too.</summary>
    /// <returns>Why it does not count; <c>null</c> when it does.</returns>
    FirehoseRefusal? EndWriting(FirehoseRange range, bool isWhole);
}
