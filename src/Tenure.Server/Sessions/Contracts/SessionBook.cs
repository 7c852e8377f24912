using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;
using Tenure.Server.Data;

namespace Tenure.Server.Sessions.Contracts;

/// <summary>Begins and finds sessions.</summary>
internal sealed class SessionBook(TenureDb db, TimeProvider clock, SessionLog log)
{
    /// <summary>How long a session lasts at most.</summary>
    public static TimeSpan Lifetime(SessionKind kind) => kind switch
    {
        // NIST SP 800-63B-4 §2.1.3: at most 30 days at AAL1. A phone is longer: docs/decisions/0012.
        SessionKind.Browser or SessionKind.CommandLine => TimeSpan.FromDays(30),
        SessionKind.Phone => TimeSpan.FromDays(365),
    };

    /// <summary>Begins a session and saves it.</summary>
    /// <param name="name">What the client calls itself; may be empty.</param>
    /// <param name="also">What is written with it or not at all.</param>
    public async Task<Session> BeginAsync(AccountId account, SessionKind kind, string name, IReadOnlyList<Statement> also, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var session = new Session(new SessionId(Guid.CreateVersion7(now)), account, kind, name, now, Lifetime(kind));
        await db.RunAllAsync([.. also, Beginning(session)], ct);
        log.SessionBegan(account, session.Id, kind);
        return session;
    }

    private static Statement Beginning(Session session) => new(
        """
        INSERT INTO sessions (account_id, id, kind, name, started_at, last_seen_at, expires_at, version)
        VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7)
        """,
        session.AccountId.Value, session.Id.Value, session.Kind.ToString(), session.Name, UtcTimeConverter.ToStored(session.StartedAt),
        UtcTimeConverter.ToStored(session.LastSeenAt), UtcTimeConverter.ToStored(session.ExpiresAt), session.Version);

    /// <summary>Ties a session to the authorization behind its tokens.</summary>
    public Task TieAsync(Session session, string authorization, CancellationToken ct)
    {
        db.Attach(session).Entity.BindTo(authorization);
        return db.SaveChangesAsync(ct);
    }

    /// <summary>The session while it is open; <c>null</c> when it never was, has ended or has run out.</summary>
    public async Task<Session?> FindOpenAsync(AccountId account, SessionId id, CancellationToken ct) =>
        await db.Sessions.FirstOrDefaultAsync(s => s.AccountId == account && s.Id == id, ct) is { } session && session.IsOpen(clock.GetUtcNow()) ? session : null;

    /// <summary>The open sessions of an account, the latest first.</summary>
    public async Task<List<Session>> ListOpenAsync(AccountId account, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return await db.Sessions.Where(s => s.AccountId == account && s.EndedAt == null && s.ExpiresAt > now).OrderByDescending(s => s.LastSeenAt).ToListAsync(ct);
    }

    /// <summary>Notes that a session is in use, at most once a minute.</summary>
    public Task TouchAsync(AccountId account, SessionId id, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var minuteAgo = now.AddMinutes(-1);
        return db.Sessions.Where(s => s.AccountId == account && s.Id == id && s.LastSeenAt < minuteAgo).ExecuteUpdateAsync(s => s.SetProperty(x => x.LastSeenAt, now), ct);
    }
}
