using OpenIddict.Abstractions;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;
using Tenure.Server.Data;

namespace Tenure.Server.Sessions.Contracts;

/// <summary>Ends sessions, and the tokens that were given out in them.</summary>
internal sealed class SessionEnding(TenureDb db, SessionBook book, IOpenIddictAuthorizationManager authorizations, TimeProvider clock, SessionLog log)
{
    /// <summary>Ends one session: its next call is refused.</summary>
    public async Task EndAsync(Session session, CancellationToken ct)
    {
        session.End(clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        if (session.Authorization is { } id && await authorizations.FindByIdAsync(id, ct) is { } authorization)
        {
            await authorizations.TryRevokeAsync(authorization, ct);
        }

        log.SessionEnded(session.Id);
    }

    /// <summary>Ends every session of an account but one.</summary>
    public async Task EndAllAsync(AccountId account, SessionId? except, CancellationToken ct)
    {
        foreach (var session in await book.ListOpenAsync(account, ct))
        {
            if (session.Id != except)
            {
                await EndAsync(session, ct);
            }
        }
    }
}
