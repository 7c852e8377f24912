using System.Text.Json.Serialization;

namespace Tenure.Client.SignIn;

/// <summary>Answer of the challenge endpoint when the sign-in is complete.</summary>
/// <remarks>draft-ietf-oauth-first-party-apps-02 §5.2.1; <c>known_device</c> is ours.</remarks>
public sealed record ChallengeAnswer(
    [property: JsonPropertyName("authorization_code")] string AuthorizationCode,
    [property: JsonPropertyName("known_device")] string? KnownDevice = null);

/// <summary>Answer of the challenge endpoint, or an error of the token endpoint.</summary>
/// <remarks>draft-ietf-oauth-first-party-apps-02 §5.2.2 and RFC 6749 §5.2. Ours: <c>next</c>, <c>retry_after</c> (seconds), <c>refusal</c> (the code of
/// docs/problems.md) and <c>message</c> (its reason in the caller's language; <c>error_description</c> is ASCII by the RFC).</remarks>
public sealed record OAuthError(
    [property: JsonPropertyName("error")] string Error,
    [property: JsonPropertyName("error_description")] string? Description = null,
    [property: JsonPropertyName("auth_session")] string? AuthSession = null,
    [property: JsonPropertyName("next")] string? Next = null,
    [property: JsonPropertyName("retry_after")] int? RetryAfter = null,
    [property: JsonPropertyName("refusal")] string? Refusal = null,
    [property: JsonPropertyName("message")] string? Message = null);

/// <summary>Tokens as the token endpoint gives them (RFC 6749 §5.1).</summary>
public sealed record Tokens(
    [property: JsonPropertyName("access_token")] string AccessToken,
    [property: JsonPropertyName("token_type")] string TokenType,
    [property: JsonPropertyName("expires_in")] int ExpiresIn,
    [property: JsonPropertyName("refresh_token")] string? RefreshToken = null);

/// <summary>Answer of the device authorization endpoint (RFC 8628 §3.2).</summary>
public sealed record DeviceAuthorization(
    [property: JsonPropertyName("device_code")] string DeviceCode,
    [property: JsonPropertyName("user_code")] string UserCode,
    [property: JsonPropertyName("verification_uri")] string VerificationUri,
    [property: JsonPropertyName("verification_uri_complete")] string? VerificationUriComplete,
    [property: JsonPropertyName("expires_in")] int ExpiresIn,
    [property: JsonPropertyName("interval")] int Interval = 5);

/// <summary>How a native sign-in step ended: exactly one of <see cref="Tokens"/> and <see cref="AuthSession"/> is set.</summary>
/// <param name="Tokens">The session's tokens.</param>
/// <param name="AuthSession">Continue with a code that was sent by mail.</param>
/// <param name="KnownDevice">Keep it: the next sign-in on this device needs no code.</param>
/// <param name="Next">What the server wants next: <c>mail_code</c>, for which a recovery code does, too.</param>
public sealed record NativeSignInStep(Tokens? Tokens, string? AuthSession, string? KnownDevice, string? Next = null);
