using Tenure.Protocols.Firehose;
using Tenure.Protocols.Tickets;

namespace Tenure.Device.Phone.Emergency;

/// <summary>What a phone knows of itself when it decides whether it may be flashed.</summary>
/// <param name="Model">As it says in evidence.</param>
/// <param name="Region">Where it was made for; <c>null</c>: everywhere.</param>
/// <param name="FusedIndexes">The lowest index that starts, by location.</param>
/// <param name="State">What its lock says; <c>null</c> where the block cannot tell.</param>
/// <param name="Storage">What is flashed.</param>
/// <param name="Protected">Where lock, key and counters lie.</param>
public sealed record FlashDevice(
    string Model, string? Region, IReadOnlyDictionary<uint, ulong> FusedIndexes, TicketState? State, IFirehoseStorage Storage, IReadOnlyList<FirehoseRange> Protected);
