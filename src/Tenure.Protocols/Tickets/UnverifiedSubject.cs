namespace Tenure.Protocols.Tickets;

/// <summary>Who evidence says it is from, before any signature was checked: good only to look up the key to check it with.</summary>
/// <param name="Subject">The device named by ueid.</param>
/// <param name="Purpose">What the evidence is for.</param>
/// <param name="ConfirmationKey">The key to verify with when a device enrols; its thumbprint is <paramref name="Subject"/>. <c>null</c> otherwise.</param>
/// <param name="ServerNonce">The nonce that it says it answers, 32 bytes; <c>null</c> where it names none. Looked up with the key, and worth nothing until the signature is.</param>
public sealed record UnverifiedSubject(KeyThumbprint Subject, EvidencePurpose Purpose, PublicKeyP256? ConfirmationKey, byte[]? ServerNonce);
