namespace Tenure.Server.Platform;

/// <summary>The access token that a request was made with: evidence names its hash, so that it is good for this sign-in and no other.</summary>
internal static class BearerToken
{
    private const string Scheme = "Bearer ";

    extension(HttpRequest request)
    {
        /// <summary>The token; an empty text where there is none.</summary>
        public string Bearer =>
            request.Headers.Authorization.ToString() is { } header && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : "";
    }
}
