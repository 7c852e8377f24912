using System.Security.Claims;
using Tenure.Domain.Operators;

namespace Tenure.Server.Operators;

/// <summary>The operator who asks, and the session.</summary>
internal sealed record CurrentOperator(ServerOperator Operator, OperatorSession Session)
{
    /// <summary>The one claim: the session's id. Forms are bound to it, and it never reads as an account's.</summary>
    private const string Claim = ClaimTypes.NameIdentifier;

    /// <summary>What the cookie holds.</summary>
    public static ClaimsPrincipal PrincipalOf(OperatorSession session) => new(new ClaimsIdentity([new Claim(Claim, "operator:" + session.Id.ToString("N"))], OperatorCookie.Scheme));

    /// <summary>The session that a cookie speaks of; <c>null</c> when it speaks of none.</summary>
    public static Guid? SessionOf(ClaimsPrincipal principal) =>
        principal.FindFirstValue(Claim) is { } value && value.StartsWith("operator:", StringComparison.Ordinal) && Guid.TryParseExact(value["operator:".Length..], "N", out var id) ? id : null;
}
