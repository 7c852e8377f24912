namespace Tenure.Device.Phone;

/// <summary>A slot for a SIM card; the list is the file <c>sims.json</c>.</summary>
/// <param name="Slot">From 1.</param>
/// <param name="Iccid">The card's number, 18 to 20 digits; <c>null</c> when the slot is empty.</param>
/// <param name="Operator">Name of the network operator; <c>null</c> when the slot is empty.</param>
public sealed record SimSlot(int Slot, string? Iccid, string? Operator);
