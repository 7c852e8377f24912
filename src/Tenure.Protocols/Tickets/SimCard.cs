using Tenure.Protocols.Cbor;
using Tenure.Protocols.Identifiers;

namespace Tenure.Protocols.Tickets;

/// <summary>A SIM card in a device. Neither its IMSI nor its phone number is ever said.</summary>
/// <param name="Slot">1 to 8.</param>
/// <param name="Iccid">The card's number.</param>
/// <param name="Operator">The network operator's name, 1 to 64 bytes of UTF-8; <c>null</c> when the card does not say it.</param>
public sealed record SimCard(uint Slot, Iccid Iccid, string? Operator)
{
    /// <summary>A card as a modem reports it; <c>null</c> when it reports none, or what is no number of a card. An operator's name that no claim may hold is left out.</summary>
    public static SimCard? Reported(int slot, string? iccid, string? name) => slot is >= 1 and <= ClaimSizes.Sims && Iccid.TryRead(iccid, out var number)
        ? new SimCard((uint)slot, number, PlainText.IsGood(name, ClaimSizes.Name) ? name : null)
        : null;
}
