using System.Net.Http.Json;

namespace Tenure.Client.SignIn;

/// <summary>The token side of the server: what needs a form, not JSON.</summary>
public sealed class TokenClient
{
    /// <summary>The grant by which a device turns evidence into a token of ten minutes.</summary>
    public const string EvidenceGrant = "urn:tenure:params:oauth:grant-type:evidence";

    /// <summary>The client of the phone's own sign-in.</summary>
    public const string PhoneClient = "tenure-phone";

    /// <summary>The client of the command line.</summary>
    public const string CommandLineClient = "tenure-cli";

    /// <summary>The client of a device that speaks for itself.</summary>
    public const string DeviceClient = "tenure-device";

    /// <summary>What a signed-in person's client asks for.</summary>
    public const string AccountScope = "offline_access account devices";

    private const string DeviceCodeGrant = "urn:ietf:params:oauth:grant-type:device_code";
    private readonly HttpClient http;
    private readonly Func<string?> language;

    internal TokenClient(HttpClient http, Func<string?> language)
    {
        this.http = http;
        this.language = language;
    }

    /// <summary>First step of a native sign-in: identifier and password.</summary>
    /// <param name="client"><see cref="PhoneClient"/> or <see cref="CommandLineClient"/>.</param>
    /// <param name="username">Account number, e-mail address, or phone number that begins with +.</param>
    /// <param name="password">The password.</param>
    /// <param name="knownDevice">What an earlier sign-in on this device gave; <c>null</c> on a new one.</param>
    /// <param name="deviceName">A name for the list of sessions.</param>
    /// <param name="pkce">Kept by the caller for the second step.</param>
    /// <param name="ct">Ends the call.</param>
    /// <exception cref="OAuthException">The sign-in was refused.</exception>
    public Task<NativeSignInStep> StartNativeAsync(
        string client, string username, string password, string? knownDevice, string? deviceName, Pkce pkce, CancellationToken ct) =>
        ChallengeAsync(client, pkce, Form(
            ("client_id", client), ("scope", AccountScope), ("code_challenge", pkce.Challenge), ("code_challenge_method", "S256"),
            ("username", username), ("password", password), ("known_device", knownDevice), ("device_name", deviceName)), ct);

    /// <summary>Second step on a new device: the code from the mail.</summary>
    /// <exception cref="OAuthException">The code was refused.</exception>
    public Task<NativeSignInStep> ContinueNativeAsync(string client, string authSession, string code, Pkce pkce, CancellationToken ct) =>
        ChallengeAsync(client, pkce, Form(("client_id", client), ("auth_session", authSession), ("code", code)), ct);

    /// <summary>Second step with a printed recovery code instead.</summary>
    /// <exception cref="OAuthException">The code was refused.</exception>
    public Task<NativeSignInStep> ContinueNativeByRecoveryCodeAsync(string client, string authSession, string recoveryCode, Pkce pkce, CancellationToken ct) =>
        ChallengeAsync(client, pkce, Form(("client_id", client), ("auth_session", authSession), ("recovery_code", recoveryCode)), ct);

    /// <summary>Redeems an authorization code.</summary>
    public Task<Tokens> RedeemAsync(string client, string code, string verifier, string? redirectUri, CancellationToken ct) =>
        TokenAsync(Form(
            ("grant_type", "authorization_code"), ("client_id", client), ("code", code), ("code_verifier", verifier), ("redirect_uri", redirectUri)), ct);

    /// <summary>New tokens for a refresh token.</summary>
    public Task<Tokens> RefreshAsync(string client, string refreshToken, CancellationToken ct) =>
        TokenAsync(Form(("grant_type", "refresh_token"), ("client_id", client), ("refresh_token", refreshToken)), ct);

    /// <summary>A device's own token of ten minutes, scope <c>device</c>.</summary>
    /// <param name="evidence">Evidence of purpose <c>session</c>, base64url.</param>
    /// <param name="ct">Ends the call.</param>
    public Task<Tokens> ForDeviceAsync(string evidence, CancellationToken ct) =>
        TokenAsync(Form(("grant_type", EvidenceGrant), ("client_id", DeviceClient), ("scope", "device"), ("evidence", evidence)), ct);

    /// <summary>Begins a sign-in that is confirmed in a browser elsewhere (RFC 8628 §3.1).</summary>
    public async Task<DeviceAuthorization> StartDeviceCodeAsync(string client, CancellationToken ct)
    {
        using var response = await PostAsync("/connect/device", Form(("client_id", client), ("scope", AccountScope)), ct).ConfigureAwait(false);
        return await ReadAsync<DeviceAuthorization>(response, ct).ConfigureAwait(false);
    }

    /// <summary>One poll of a device code; <see cref="OAuthException.Code"/> is <c>authorization_pending</c> or <c>slow_down</c> while it waits.</summary>
    public Task<Tokens> PollDeviceCodeAsync(string client, string deviceCode, CancellationToken ct) =>
        TokenAsync(Form(("grant_type", DeviceCodeGrant), ("client_id", client), ("device_code", deviceCode)), ct);

    private async Task<NativeSignInStep> ChallengeAsync(string client, Pkce pkce, FormUrlEncodedContent form, CancellationToken ct)
    {
        using var response = await PostAsync("/connect/challenge", form, ct).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
        {
            var refusal = await Refusals.ReadOAuthAsync(response, ct).ConfigureAwait(false);
            return refusal is { Code: "insufficient_authorization", Error.AuthSession: { } session }
                ? new NativeSignInStep(null, session, null, refusal.Error.Next)
                : throw refusal;
        }

        var answer = await ReadAsync<ChallengeAnswer>(response, ct).ConfigureAwait(false);
        var tokens = await RedeemAsync(client, answer.AuthorizationCode, pkce.Verifier, redirectUri: null, ct).ConfigureAwait(false);
        return new NativeSignInStep(tokens, null, answer.KnownDevice);
    }

    private async Task<Tokens> TokenAsync(FormUrlEncodedContent form, CancellationToken ct)
    {
        using var response = await PostAsync("/connect/token", form, ct).ConfigureAwait(false);
        return await ReadAsync<Tokens>(response, ct).ConfigureAwait(false);
    }

    private async Task<HttpResponseMessage> PostAsync(string path, FormUrlEncodedContent form, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = form };
        if (language() is { } preferred)
        {
            request.Headers.AcceptLanguage.ParseAdd(preferred);
        }

        return await http.SendAsync(request, ct).ConfigureAwait(false);
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response, CancellationToken ct)
    {
        if (!response.IsSuccessStatusCode)
        {
            throw await Refusals.ReadOAuthAsync(response, ct).ConfigureAwait(false);
        }

        return await response.Content.ReadFromJsonAsync<T>(TenureClient.Json, ct).ConfigureAwait(false)
            ?? throw new System.Text.Json.JsonException("The server answered without a body.");
    }

    private static FormUrlEncodedContent Form(params (string Name, string? Value)[] fields) =>
        new(fields.Where(f => f.Value is not null).Select(f => KeyValuePair.Create(f.Name, f.Value)));
}
