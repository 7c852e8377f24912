namespace Tenure.Device.Phone;

/// <summary>A slot for a SIM card; the list is the file <c>sims.json</c>.</summary>
/// <param name="Slot">From 1.</param>
/// <param name="Iccid">The card's number, 18 to 20 digits; <c>null</c> when the slot is empty.</param>
/// <param name="Operator">Name of the network operator; <c>null</c> when the slot is empty, or the card does not say it.</param>
/// <param name="Number">The phone number that the card says it has (EF_MSISDN, 3GPP TS 31.102), with <c>+</c> or as dialled at home; many cards say none. Nothing proves it.</param>
public sealed record SimSlot(int Slot, string? Iccid, string? Operator, string? Number = null)
{
    /// <summary>A slot with a new card that has this number.</summary>
    public static SimSlot WithCard(int slot, string number) => new(slot, TestNumbers.Iccid(), null, number);
}
