using Tenure.Protocols.Identifiers;

namespace Tenure.Protocols.Tickets;

/// <summary>A SIM card in a device. Neither its IMSI nor its phone number is ever said.</summary>
/// <param name="Slot">1 to 8.</param>
/// <param name="Iccid">The card's number.</param>
/// <param name="Operator">The network operator's name, 1 to 64 bytes of UTF-8; <c>null</c> when the card does not say it.</param>
public sealed record SimCard(uint Slot, Iccid Iccid, string? Operator);
