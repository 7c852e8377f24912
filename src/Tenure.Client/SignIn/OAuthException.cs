namespace Tenure.Client.SignIn;

/// <summary>The authorization server refused a request (RFC 6749 §5.2), or the server did before it: then the code is one of docs/problems.md.</summary>
public sealed class OAuthException(OAuthError error, TimeSpan? retryAfter) : Exception(error.Message ?? error.Description ?? error.Error)
{
    /// <summary>The error code, such as <c>access_denied</c> or <c>slow_down</c>.</summary>
    public string Code => Error.Error;

    /// <summary>The error as sent.</summary>
    public OAuthError Error { get; } = error;

    /// <summary>How long to wait; <c>null</c> when the server did not say.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
