using System.Globalization;
using Tenure.Client.SignIn;
using Tenure.Domain;
using Tenure.Server.Platform.Problems;
using Tenure.Server.Platform.Telemetry;

namespace Tenure.Server.Tokens;

/// <summary>Says a refusal where OAuth has errors of its own: with the code of docs/problems.md, its words, and when to come again.</summary>
internal sealed class OAuthRefusals(RefusalTexts texts)
{
    /// <summary>The error, and the status that goes with it: 400 (RFC 6749 §5.2) unless it is about time. Counts the refusal and writes <c>Retry-After</c>.</summary>
    /// <param name="context">The request that is refused.</param>
    /// <param name="error">An error of RFC 6749 or of an extension.</param>
    /// <param name="refusal">Why.</param>
    public (OAuthError Error, int Status) Say(HttpContext context, string error, Refusal refusal)
    {
        TenureMeter.Refused(refusal.Code);
        int? wait = refusal.RetryAfter is { } time ? (int)Math.Ceiling(time.TotalSeconds) : null;
        if (wait is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        var status = refusal.Kind is RefusalKind.TooMany or RefusalKind.Busy ? RefusalResult.StatusOf(refusal.Kind) : StatusCodes.Status400BadRequest;
        return (new OAuthError(error, refusal.Reason, RetryAfter: wait, Refusal: refusal.Code, Message: texts.Of(refusal)), status);
    }
}
