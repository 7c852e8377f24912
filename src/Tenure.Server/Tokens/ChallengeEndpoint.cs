using System.Buffers.Text;
using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Tenure.Client.SignIn;
using Tenure.Domain;
using Tenure.Domain.SignIn;
using Tenure.Server.Platform;
using Tenure.Server.SignIn.Contracts;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Tenure.Server.Tokens;

/// <summary>Native sign-in for first-party clients: password, then a code on a new device, then an authorization code for the token endpoint.</summary>
/// <remarks>draft-ietf-oauth-first-party-apps-02 §5. Ours in requests: <c>username</c>, <c>password</c>, <c>known_device</c>, <c>device_name</c>, <c>code</c>, <c>recovery_code</c>;
/// in answers: <c>known_device</c>, <c>next</c>, <c>refusal</c>, <c>message</c> (see docs/decisions/0011).</remarks>
internal sealed class ChallengeEndpoint(AuthorizationCodes codes, AuthSessions sessions, TokenPrincipals principals, ISignIn signIn, OAuthRefusals refusals)
{
    private const int MaxFieldLength = 4096;
    private static readonly string[] Fields =
        ["client_id", "scope", "code_challenge", "code_challenge_method", "auth_session", "username", "password", "known_device", "device_name", "code", "recovery_code"];

    public static void Map(IEndpointRouteBuilder app) => app
        .MapPost("/connect/challenge", (HttpContext context, [FromServices] ChallengeEndpoint endpoint, CancellationToken ct) => endpoint.ExecuteAsync(context, ct))
        .AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();

    private async Task<IResult> ExecuteAsync(HttpContext context, CancellationToken ct)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (!context.Request.HasFormContentType)
        {
            return Error(Errors.InvalidRequest, "The request must be a form.");
        }

        if (await ReadAsync(context, ct) is not { } form)
        {
            return Error(Errors.InvalidRequest, "The form cannot be read.");
        }

        if (Fields.FirstOrDefault(f => form[f].Count > 1 || form[f].ToString() is { } text && (text.Length > MaxFieldLength || !WellFormedText.IsWellFormed(text))) is { } bad)
        {
            return Error(Errors.InvalidRequest, $"{bad} is given twice, too long or not well-formed text.");
        }

        return form["auth_session"].ToString() is { Length: > 0 } running
            ? await ContinueAsync(context, form, running, ct)
            : await StartAsync(context, form, ct);
    }

    private async Task<IResult> StartAsync(HttpContext context, IFormCollection form, CancellationToken ct)
    {
        var clientId = form["client_id"].ToString();
        ImmutableArray<string> scopes = [.. form["scope"].ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        if (await codes.RefuseAsync(clientId, scopes, ct) is { } error)
        {
            return Error(error, "The client may not sign people in with these scopes.");
        }

        if (form["code_challenge_method"] != CodeChallengeMethods.Sha256 || !IsChallenge(form["code_challenge"].ToString()))
        {
            return Error(Errors.InvalidRequest, "code_challenge with the method S256 is needed.");
        }

        if (!form.ContainsKey("username") || !form.ContainsKey("password"))
        {
            return Error(Errors.InvalidRequest, "username and password are needed.");
        }

        var name = form["device_name"].ToString() is { Length: > 0 } given ? given : context.CallerName;
        var asked = new AuthSession("", clientId, scopes, form["code_challenge"].ToString(), name);
        var known = form["known_device"].ToString() is { Length: > 0 } secret ? secret : null;
        var attempt = new SignInAttempt(
            form["username"].ToString(), form["password"].ToString(), known, context.CallerAddress, name, CultureInfo.CurrentUICulture.Name);
        return await AnswerAsync(context, asked, await signIn.StartAsync(attempt, ct), ct);
    }

    private async Task<IResult> ContinueAsync(HttpContext context, IFormCollection form, string running, CancellationToken ct) =>
        sessions.Read(running) is { } session && session.ClientId == form["client_id"]
            ? await AnswerAsync(context, session, await (form["recovery_code"].ToString() is { Length: > 0 } recovery
                ? signIn.ContinueByRecoveryCodeAsync(session.Transaction, recovery, remember: true, context.CallerAddress, ct)
                : signIn.ContinueAsync(session.Transaction, form["code"].ToString(), remember: true, context.CallerAddress, ct)), ct)
            : Error("invalid_session", "auth_session is not valid or has expired.");

    private async Task<IResult> AnswerAsync(HttpContext context, AuthSession asked, SignInOutcome outcome, CancellationToken ct)
    {
        switch (outcome)
        {
            case SignInOutcome.CodeSent sent:
                return TypedResults.Json(
                    new OAuthError("insufficient_authorization", "A code was sent.", sessions.Write(asked with { Transaction = sent.Transaction }), "mail_code"),
                    statusCode: StatusCodes.Status400BadRequest);
            case SignInOutcome.SignedIn signedIn:
                var kind = asked.ClientId == TokenClient.PhoneClient ? SessionKind.Phone : SessionKind.CommandLine;
                var session = await principals.NewSessionAsync(signedIn.Ground, kind, asked.ClientId, asked.DeviceName, asked.Scopes, ct);
                var (code, row) = await codes.MakeAsync(asked.ClientId, session, asked.CodeChallenge, ct);
                return await principals.BeginAsync(session, signedIn.Also, [row], ct)
                    ? TypedResults.Ok(new ChallengeAnswer(code, signedIn.KnownDevice))
                    : Refuse(context, asked with { Transaction = "" }, SignInRefusals.SignInFailed);
            case SignInOutcome.Refused { Refusal: var refusal }:
                return Refuse(context, asked, refusal);
            default:
                throw new InvalidOperationException("A sign-in ended in an unknown way.");
        }
    }

    private JsonHttpResult<OAuthError> Refuse(HttpContext context, AuthSession asked, Refusal refusal)
    {
        // A wrong code leaves the transaction open for the next try; the client keeps its auth_session.
        var session = asked.Transaction.Length > 0 && refusal.Kind == RefusalKind.Invalid ? sessions.Write(asked) : null;
        var (error, status) = refusals.Say(context, Errors.AccessDenied, refusal);
        return TypedResults.Json(error with { AuthSession = session, Next = session is null ? null : "mail_code" }, statusCode: status);
    }

    private static async Task<IFormCollection?> ReadAsync(HttpContext context, CancellationToken ct)
    {
        try
        {
            return await context.Request.ReadFormAsync(ct);
        }
        catch (Exception unreadable) when (unreadable is InvalidDataException or IOException && !ct.IsCancellationRequested)
        {
            // Too many fields, U+0000 in one, a body that ends too soon or is too large.
            return null;
        }
    }

    // 43 characters of base64url: SHA-256 (RFC 7636 §4.2).
    private static bool IsChallenge(string text) => text.Length == 43 && Base64Url.IsValid(text);

    private static JsonHttpResult<OAuthError> Error(string error, string description) =>
        TypedResults.Json(new OAuthError(error, description), statusCode: StatusCodes.Status400BadRequest);
}
