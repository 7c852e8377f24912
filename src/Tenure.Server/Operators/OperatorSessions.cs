using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Operators;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Data;

namespace Tenure.Server.Operators;

/// <summary>Begins, finds and ends the sessions of operators. A new one each time, so that an old cookie is never lifted.</summary>
internal sealed class OperatorSessions(TenureDb db, OperatorLogBook log, TimeProvider clock)
{
    private readonly Dictionary<Guid, CurrentOperator?> found = [];

    /// <summary>Signs a browser in and writes so down.</summary>
    public async Task BeginAsync(HttpContext context, ServerOperator person, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var session = new OperatorSession(new Guid(RandomNumberGenerator.GetBytes(16)), person.Id, now);
        db.OperatorSessions.Add(session);
        await log.AppendAsync(OperatorEvents.SignedIn, new LoggedAct(person.Name), ct);
        await context.SignInAsync(
            OperatorCookie.Scheme, CurrentOperator.PrincipalOf(session), new AuthenticationProperties { IsPersistent = false, ExpiresUtc = now + OperatorSession.Lifetime });
    }

    /// <summary>Who asks, while the session is open and the operator not disabled. Looked up once a request; the request counts as a sign of life.</summary>
    public async Task<CurrentOperator?> FindOpenAsync(Guid id, CancellationToken ct)
    {
        if (found.TryGetValue(id, out var known))
        {
            return known;
        }

        var now = clock.GetUtcNow();
        if (await db.OperatorSessions.FirstOrDefaultAsync(s => s.Id == id, ct) is not { } session || !session.IsOpen(now)
            || await db.Operators.FirstOrDefaultAsync(o => o.Id == session.OperatorId, ct) is not { DisabledAt: null } person)
        {
            return found[id] = null;
        }

        session.Touch(now);
        await db.SaveChangesAsync(ct);
        return found[id] = new CurrentOperator(person, session);
    }

    /// <summary>The operator behind the request; <c>null</c> when there is none.</summary>
    /// <remarks>Agents are nobody but on the pages of cases and of their passkeys, and auditors but on those and the log: they see no addresses and do nothing to accounts.</remarks>
    public async Task<CurrentOperator?> OfAsync(HttpContext context, CancellationToken ct) =>
        CurrentOperator.SessionOf(context.User) is { } id && await FindOpenAsync(id, ct) is { } caller
            && MayGo(caller.Operator.RoleAt(clock.GetUtcNow()), context.Request.Path)
            ? caller
            : null;

    /// <summary>Whether somebody is signed in who has nothing to do with what is asked for.</summary>
    public async Task<bool> IsElsewhereAsync(HttpContext context, CancellationToken ct) =>
        CurrentOperator.SessionOf(context.User) is { } id && await FindOpenAsync(id, ct) is { } caller && !MayGo(caller.Operator.RoleAt(clock.GetUtcNow()), context.Request.Path);

    private static bool MayGo(OperatorRole role, PathString path) => role == OperatorRole.Operator
        || path.StartsWithSegments("/operator/cases", StringComparison.Ordinal)
        || (role is OperatorRole.Agent or OperatorRole.Senior && path.StartsWithSegments("/operator/passkey", StringComparison.Ordinal))
        || path.StartsWithSegments("/operator/sign-out", StringComparison.Ordinal)
        || path.StartsWithSegments("/operator/sign-in", StringComparison.Ordinal)
        || path.StartsWithSegments("/operator/language", StringComparison.Ordinal)
        || (role == OperatorRole.Auditor && path.StartsWithSegments("/operator/log", StringComparison.Ordinal));

    /// <summary>Ends the session of a request, if it has one, and writes so down.</summary>
    public async Task EndAsync(HttpContext context, CancellationToken ct)
    {
        if (await OfAsync(context, ct) is { } caller)
        {
            caller.Session.End(clock.GetUtcNow());
            await log.AppendAsync(OperatorEvents.SignedOut, new LoggedAct(caller.Operator.Name), ct);
        }

        await context.SignOutAsync(OperatorCookie.Scheme);
    }
}
