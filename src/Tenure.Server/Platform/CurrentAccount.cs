using System.Reflection;
using System.Security.Claims;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;

namespace Tenure.Server.Platform;

/// <summary>Who calls: the account and the session it is signed in by. Only behind <see cref="Policies.Holder"/> or <see cref="Policies.Page"/>.</summary>
internal sealed record CurrentAccount(AccountId Id, SessionId Session)
{
    /// <summary>Claim with the account's id.</summary>
    public const string SubjectClaim = "sub";

    /// <summary>Claim with the session's id.</summary>
    public const string SessionClaim = "sid";

    /// <summary>The caller, or <c>null</c> when nobody with an account is signed in.</summary>
    public static CurrentAccount? From(ClaimsPrincipal user) =>
        Guid.TryParseExact(user.FindFirstValue(SubjectClaim), "N", out var account) && Guid.TryParseExact(user.FindFirstValue(SessionClaim), "N", out var session)
            ? new CurrentAccount(new AccountId(account), new SessionId(session))
            : null;

    /// <summary>Binds a handler's parameter; the policy has let nobody without an account through.</summary>
    public static ValueTask<CurrentAccount?> BindAsync(HttpContext context, ParameterInfo parameter) => ValueTask.FromResult(From(context.User));
}
