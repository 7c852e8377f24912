using System.Text.Json;
using Tenure.Client.SignIn;

namespace Tenure.Client;

/// <summary>Turns answers that are not a success into exceptions.</summary>
internal static class Refusals
{
    public static async Task<TenureProblemException> ReadAsync(HttpResponseMessage response, CancellationToken ct)
    {
        var status = (int)response.StatusCode;
        var problem = Parse<Problem>(await ReadBodyAsync(response, ct).ConfigureAwait(false)) ?? new Problem(null, null, status, null, null);
        return new TenureProblemException(problem with { Status = status }, RetryAfter(response));
    }

    public static async Task<OAuthException> ReadOAuthAsync(HttpResponseMessage response, CancellationToken ct)
    {
        var body = await ReadBodyAsync(response, ct).ConfigureAwait(false);
        return new OAuthException(Parse<OAuthError>(body) is { Error: not null } error ? error : ToOAuth(Parse<Problem>(body), response), RetryAfter(response));
    }

    // What is refused before the authorization server looks at it is a problem, as everywhere else.
    private static OAuthError ToOAuth(Problem? problem, HttpResponseMessage response) =>
        new(problem?.Code ?? $"http_{(int)response.StatusCode}", Refusal: problem?.Code, Message: problem?.Title);

    private static TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter?.Delta;

    // Between us and the server may stand a proxy that answers in HTML.
    private static async Task<string?> ReadBodyAsync(HttpResponseMessage response, CancellationToken ct) =>
        response.Content.Headers.ContentType?.MediaType is "application/problem+json" or "application/json"
            ? await response.Content.ReadAsStringAsync(ct).ConfigureAwait(false)
            : null;

    private static T? Parse<T>(string? body)
        where T : class
    {
        try
        {
            return body is null ? null : JsonSerializer.Deserialize<T>(body, JsonSerializerOptions.Web);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
