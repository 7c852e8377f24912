namespace Tenure.Protocols.Tickets;

/// <summary>What a device has pinned, and what its roots have said so far.</summary>
/// <param name="Issuer">The pinned issuer's URL.</param>
/// <param name="Roots">Active first, then standby.</param>
/// <param name="Serials">The highest serial seen of each root, those of before included; a missing one counts as 0.</param>
public sealed record KnownRoots(string Issuer, IReadOnlyList<PublicKeyP256> Roots, IReadOnlyDictionary<KeyThumbprint, uint> Serials);
