using System.Net.Http.Json;
using System.Text.Json;
using Tenure.Client.SignIn;

namespace Tenure.Client;

/// <summary>Turns answers that are not a success into exceptions.</summary>
internal static class Refusals
{
    public static async Task<TenureProblemException> ReadAsync(HttpResponseMessage response, CancellationToken ct)
    {
        var status = (int)response.StatusCode;
        var problem = await ReadBodyAsync<Problem>(response, ct).ConfigureAwait(false) ?? new Problem(null, null, status, null, null);
        return new TenureProblemException(problem with { Status = status }, RetryAfter(response));
    }

    public static async Task<OAuthException> ReadOAuthAsync(HttpResponseMessage response, CancellationToken ct)
    {
        var error = await ReadBodyAsync<OAuthError>(response, ct).ConfigureAwait(false);
        return new OAuthException(error is { Error: not null } ? error : new OAuthError($"http_{(int)response.StatusCode}"), RetryAfter(response));
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter?.Delta;

    // Between us and the server may stand a proxy that answers in HTML.
    private static async Task<T?> ReadBodyAsync<T>(HttpResponseMessage response, CancellationToken ct)
        where T : class
    {
        if (response.Content.Headers.ContentType?.MediaType is not ("application/problem+json" or "application/json"))
        {
            return null;
        }

        try
        {
            return await response.Content.ReadFromJsonAsync<T>(new JsonSerializerOptions(JsonSerializerDefaults.Web), ct).ConfigureAwait(false);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
