namespace Tenure.Device.Phone;

/// <summary>A registration, sign-in or password reset that waits for its code; kept so that switching the phone off does not lose it.</summary>
/// <param name="Kind"><c>registration</c>, <c>sign-in</c> or <c>reset</c>.</param>
/// <param name="Identifier">The address or account number that was typed.</param>
/// <param name="Handle">The server's opaque handle of the transaction.</param>
/// <param name="Verifier">PKCE verifier of a sign-in.</param>
/// <param name="Verified">Whether a registration's or reset's code was accepted already.</param>
public sealed record PendingStep(string Kind, string Identifier, string Handle, string? Verifier = null, bool Verified = false);
