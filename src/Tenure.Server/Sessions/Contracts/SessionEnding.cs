using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Data;

namespace Tenure.Server.Sessions.Contracts;

/// <summary>Ends sessions, and the tokens that were given out in them.</summary>
internal sealed class SessionEnding(TenureDb db, SecurityEvents events, IOpenIddictAuthorizationManager authorizations, TimeProvider clock, SessionLog log)
{
    /// <summary>Ends every session of an account but one, whatever their people do meanwhile.</summary>
    /// <param name="account">Whose.</param>
    /// <param name="except">The caller's own, who is then said to have done it; <c>null</c> ends all.</param>
    /// <param name="ct">Ends the call before it begins.</param>
    public async Task EndAllAsync(AccountId account, SessionId? except, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var done = CancellationToken.None;
        await using var own = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(done) : null;
        // Whoever begins a session reads this row: they were first and are found below, or wait.
        await db.RunAsync(new("UPDATE accounts SET version = version WHERE id = $1", account.Value), done);
        var (now, kept) = (clock.GetUtcNow(), except ?? default);
        var others = db.Sessions.Where(s => s.AccountId == account && s.Id != kept && s.EndedAt == null && s.ExpiresAt > now);
        // In one statement and past their versions: a session that ends by itself meanwhile must not stop the end of the others.
        var ended = await others.ExecuteUpdateAsync(s => s.SetProperty(x => x.EndedAt, now).SetProperty(x => x.Version, x => x.Version + 1), done);
        if (ended > 0 && except is not null)
        {
            events.Record(account, SecurityEventKind.OtherSessionsEnded);
            await db.SaveChangesAsync(done);
        }

        // Read afterwards: one that is tied to its tokens only now finds that it has ended.
        foreach (var id in await db.Sessions.Where(s => s.AccountId == account && s.EndedAt == now && s.Authorization != null).Select(s => s.Authorization!).ToListAsync(done))
        {
            await RevokeAsync(id, done);
        }

        await (own?.CommitAsync(done) ?? Task.CompletedTask);
        log.SessionsEnded(account, ended);
    }

    /// <summary>Ends one session: its next call is refused.</summary>
    /// <exception cref="DbUpdateConcurrencyException">Another request changed the session meanwhile.</exception>
    public async Task EndAsync(Session session, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        // Both or neither, whether or not the caller goes away: a session that is no longer listed must not live on in its tokens.
        var done = CancellationToken.None;
        await using var own = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(done) : null;
        events.Record(session.AccountId, SecurityEventKind.SessionEnded, session.Name);
        session.End(clock.GetUtcNow());
        await db.SaveChangesAsync(done);
        if (session.Authorization is { } id)
        {
            await RevokeAsync(id, done);
        }

        await (own?.CommitAsync(done) ?? Task.CompletedTask);
        log.SessionEnded(session.Id);
    }

    private async Task RevokeAsync(string id, CancellationToken ct)
    {
        if (await authorizations.FindByIdAsync(id, ct) is not { } authorization || await authorizations.TryRevokeAsync(authorization, ct))
        {
            return;
        }

        // Changed meanwhile, which is nothing but another's revoking.
        db.Entry(authorization).State = EntityState.Detached;
        if (await authorizations.FindByIdAsync(id, ct) is { } again && !await authorizations.HasStatusAsync(again, OpenIddictConstants.Statuses.Revoked, ct))
        {
            throw new InvalidOperationException("The tokens of a session could not be revoked.");
        }
    }
}
