using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Data;

namespace Tenure.Server.Sessions.Contracts;

/// <summary>Ends sessions, and the tokens that were given out in them.</summary>
internal sealed class SessionEnding(TenureDb db, SessionBook book, SecurityEvents events, IOpenIddictAuthorizationManager authorizations, TimeProvider clock, SessionLog log)
{
    /// <summary>Ends one session: its next call is refused.</summary>
    /// <exception cref="DbUpdateConcurrencyException">Another request changed the session meanwhile.</exception>
    public Task EndAsync(Session session, CancellationToken ct)
    {
        events.Record(session.AccountId, SecurityEventKind.SessionEnded, session.Name);
        return EndUnrecordedAsync(session, ct);
    }

    /// <summary>Ends every session of an account but one.</summary>
    public async Task EndAllAsync(AccountId account, SessionId? except, CancellationToken ct)
    {
        // Until there is none: one that was open a moment ago may have let another one in.
        while ((await book.ListOpenAsync(account, ct)).Where(session => session.Id != except).ToList() is { Count: > 0 } open)
        {
            events.Record(account, SecurityEventKind.OtherSessionsEnded);
            foreach (var session in open)
            {
                await EndUnrecordedAsync(session, ct);
            }
        }
    }

    private async Task EndUnrecordedAsync(Session session, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        // Both or neither, whether or not the caller goes away: a session that is no longer listed must not live on in its tokens.
        var done = CancellationToken.None;
        await using var own = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(done) : null;
        session.End(clock.GetUtcNow());
        await db.SaveChangesAsync(done);
        if (session.Authorization is { } id && await authorizations.FindByIdAsync(id, done) is { } authorization)
        {
            await RevokeAsync(authorization, done);
        }

        await (own?.CommitAsync(done) ?? Task.CompletedTask);
        log.SessionEnded(session.Id);
    }

    private async Task RevokeAsync(object authorization, CancellationToken ct)
    {
        if (!await authorizations.TryRevokeAsync(authorization, ct))
        {
            throw new InvalidOperationException("The tokens of a session could not be revoked.");
        }
    }
}
