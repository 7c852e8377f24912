using Tenure.Protocols.Tickets;

namespace Tenure.Device.Phone;

/// <summary>The highest serial seen of one root's statements.</summary>
/// <param name="Root">The root.</param>
/// <param name="Serial">From 1.</param>
public sealed record RootSerial(KeyThumbprint Root, uint Serial);
