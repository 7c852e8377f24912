namespace Tenure.Protocols.Tickets;

/// <summary>What became of a flash ticket, in the device's own words: in evidence of purpose <see cref="EvidencePurpose.Flashed"/>.</summary>
/// <param name="TicketId">16 bytes: the flash ticket. It is never the last ticket of the block.</param>
/// <param name="Manifest">32 bytes: the digest of its manifest.</param>
/// <param name="Done">Entries of the manifest that are done since the device started.</param>
/// <param name="Failed">Entries that were begun and do not count: images that are not the maker's, or not whole.</param>
public sealed record FlashReceipt(byte[] TicketId, byte[] Manifest, uint Done, uint Failed);
