using Tenure.Cli.Phone.Texts;
using Tenure.Client;
using Tenure.Client.SignIn;
using Tenure.Device.Agent;
using Tenure.Protocols;

namespace Tenure.Cli.Phone.Boot;

/// <summary>What may go wrong in a conversation with the server, in words and as an exit code.</summary>
internal sealed record KnownFailure(int ExitCode, CommandFailure Failure)
{
    /// <summary>Whether this is the outside world's doing and not a bug.</summary>
    public static bool Is(Exception e, CancellationToken ct) => e
        is HttpRequestException
        or TenureProblemException
        or OAuthException
        or ProtocolException
        or UntrustedServerException
        or UnprovenLogException
        or System.Text.Json.JsonException
        || (e is TaskCanceledException && !ct.IsCancellationRequested);

    /// <summary>What went wrong.</summary>
    /// <param name="e">What was thrown.</param>
    /// <param name="text">The words.</param>
    /// <param name="now">The time by the phone, for what has to wait.</param>
    public static KnownFailure Of(Exception e, PhoneText text, DateTimeOffset now) => e switch
    {
        UntrustedServerException => New(ExitCodes.ServerNotTrusted, "server_not_trusted", CommandOutput.Format(text.OtherServer, e.Message)),
        UnprovenLogException log => log.IsForked
            ? New(ExitCodes.ServerNotTrusted, "log_forked", text.LogForked, e.Message)
            : New(ExitCodes.ServerNotTrusted, "log_unproven", text.LogUnproven, e.Message),
        ProtocolException { Code: ProtocolErrorCode.LogForked } forked => New(ExitCodes.ServerNotTrusted, "log_forked", text.LogForked, forked.Message),
        ProtocolException { Code: ProtocolErrorCode.LogBehind } behind => New(ExitCodes.ServerNotTrusted, "log_unproven", text.LogUnproven, behind.Message),
        ProtocolException { Code: ProtocolErrorCode.ConsentMissing or ProtocolErrorCode.ConsentWrong or ProtocolErrorCode.ConsentNotLogged } unproven => New(
            ExitCodes.TicketRefused, "consent_unproven", CommandOutput.Format(text.ConsentUnproven, $"{(int)unproven.Code} {unproven.Code}"), unproven.Message),
        ProtocolException protocol => New(
            ExitCodes.TicketRefused, $"ticket_{(int)protocol.Code}", CommandOutput.Format(text.TicketRefused, $"{(int)protocol.Code} {protocol.Code}"), e.Message),
        TenureProblemException problem => New(ExitCodes.Refused, problem.Code, Words(problem, text, now), e.Message),
        OAuthException oauth => New(ExitCodes.Refused, oauth.Error.Refusal ?? oauth.Code, Words(oauth, text), oauth.Error.Description),
        System.Text.Json.JsonException => New(ExitCodes.NoNetwork, "not_a_tenure_server", CommandOutput.Format(text.NoNetwork, e.Message)),
        _ => New(ExitCodes.NoNetwork, "no_network", CommandOutput.Format(text.NoNetwork, e.Message)),
    };

    private static KnownFailure New(int exitCode, string code, string message, string? detail = null) => new(exitCode, new CommandFailure(code, message, detail));

    // The server writes its titles in the language that it was asked in.
    private static string Words(TenureProblemException problem, PhoneText text, DateTimeOffset now) => problem.Code switch
    {
        "code_wrong" or "code_spent" or "code_expired" => text.CodeRefused,
        "device_held" => text.NotHolder,
        "account_quiet" or "account_frozen" when problem.RetryAfter is { } wait => CommandOutput.Format(
            text.WaitsUntil, problem.Problem.Title ?? problem.Code, (now + wait).ToLocalTime().ToString("g", System.Globalization.CultureInfo.GetCultureInfo(text.Tag))),
        _ => CommandOutput.Format(text.ServerRefused, problem.Problem.Title ?? problem.Code),
    };

    // RFC 6749 allows ASCII only in error_description; what the server has to say to people is in a member of its own.
    private static string Words(OAuthException oauth, PhoneText text) => oauth.Error.Message ?? (oauth.Error.Refusal ?? oauth.Code) switch
    {
        "access_denied" or "invalid_grant" => text.SignInRefused,
        "slow_down" or "temporarily_unavailable" => text.SlowDown,
        "code_wrong" or "code_spent" or "code_expired" or "invalid_session" => text.CodeRefused,
        _ => CommandOutput.Format(text.ServerRefused, oauth.Code),
    };
}
