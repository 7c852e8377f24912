using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Tokens.Contracts;

namespace Tenure.Server.Sessions.Contracts;

/// <summary>Ends sessions, and the tokens that were given out in them.</summary>
internal sealed class SessionEnding(TenureDb db, SecurityEvents events, TimeProvider clock, SessionLog log)
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

        foreach (var id in await db.Sessions.Where(s => s.AccountId == account && s.EndedAt == now && s.Authorization != null).Select(s => s.Authorization!).ToListAsync(done))
        {
            await db.RunAsync(SessionAuthorizations.Revoking(id), done);
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
            await db.RunAsync(SessionAuthorizations.Revoking(id), done);
        }

        await (own?.CommitAsync(done) ?? Task.CompletedTask);
        log.SessionEnded(session.Id);
    }

    /// <summary>Ends the session behind an authorization, and the authorization even where there is no session.</summary>
    /// <param name="account">Whose; <c>null</c> when nobody had allowed it yet.</param>
    /// <param name="authorization">As <see cref="Session.Authorization"/>.</param>
    /// <param name="ct">Ends the call before it begins.</param>
    public async Task EndOfAsync(AccountId? account, string authorization, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var done = CancellationToken.None;
        await using var own = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(done) : null;
        await db.RunAsync(SessionAuthorizations.Revoking(authorization), done);
        var open = db.Sessions.Where(s => s.AccountId == account && s.Authorization == authorization && s.EndedAt == null);
        if (await open.AsNoTracking().FirstOrDefaultAsync(done) is { } session)
        {
            var now = clock.GetUtcNow();
            // Past its version, as above: whoever ends it at the same time wants the same.
            if (await open.ExecuteUpdateAsync(s => s.SetProperty(x => x.EndedAt, now).SetProperty(x => x.Version, x => x.Version + 1), done) > 0)
            {
                events.Record(session.AccountId, SecurityEventKind.SessionEnded, session.Name);
                await db.SaveChangesAsync(done);
                log.SessionEnded(session.Id);
            }
        }

        await (own?.CommitAsync(done) ?? Task.CompletedTask);
    }
}
