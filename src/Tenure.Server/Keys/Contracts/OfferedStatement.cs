using Tenure.Protocols.Tickets;

namespace Tenure.Server.Keys.Contracts;

/// <summary>A statement of a root that is offered to devices.</summary>
/// <param name="Bytes">As it is signed.</param>
/// <param name="Root">Which root it says to be of.</param>
/// <param name="Statement">What it says.</param>
/// <param name="IsOurs">Whether a root of this server signed it; those of roots of before are for devices that still pin these.</param>
internal sealed record OfferedStatement(byte[] Bytes, KeyThumbprint Root, RootStatement Statement, bool IsOurs);
