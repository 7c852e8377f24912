using System.Net;

namespace Tenure.Server.SignIn.Contracts;

/// <summary>What somebody offers to sign in with.</summary>
/// <param name="Identifier">Account number, e-mail address or phone number, as typed.</param>
/// <param name="Password">As typed; any string.</param>
/// <param name="KnownDevice">The secret of an earlier sign-in on this browser or device; <c>null</c> when it is new.</param>
/// <param name="Address">Where the request comes from.</param>
/// <param name="DeviceName">What the client calls itself, for the notice and the list; may be empty.</param>
/// <param name="Language">BCP 47 tag to write in when the account's own preference is not known.</param>
internal sealed record SignInAttempt(string Identifier, string Password, string? KnownDevice, IPAddress Address, string DeviceName, string Language);
