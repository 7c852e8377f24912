using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;
using Tenure.Server.Data;
using Tenure.Server.Platform;

namespace Tenure.Server.Accounts.Contracts;

/// <summary>Writes down what happens to an account, for its person's own eyes, in the unit of work that does it.</summary>
internal sealed class SecurityEvents(TenureDb db, IHttpContextAccessor contexts, TimeProvider clock)
{
    private const string Columns = "account_id, id, kind, at, client, network, detail";

    /// <summary>Where the running request comes from; <c>null</c> outside of one.</summary>
    public string? CallerNetwork => contexts.HttpContext?.CallerNetwork.Prefix;

    /// <summary>Adds an event of the running request to the unit of work; the caller saves.</summary>
    /// <param name="detail">As <see cref="SecurityEventKind"/> says; never a secret, an address only masked.</param>
    public void Record(AccountId account, SecurityEventKind kind, string? detail = null) =>
        db.Add(New(account, kind, contexts.HttpContext?.CallerName, CallerNetwork, detail));

    /// <summary>Adds an event that no client of the person did.</summary>
    public void RecordFromOutside(AccountId account, SecurityEventKind kind, string? detail = null) => db.Add(New(account, kind, client: null, network: null, detail));

    /// <summary>How often something happened to an account since then.</summary>
    public Task<int> CountAsync(AccountId account, SecurityEventKind kind, DateTimeOffset since, CancellationToken ct) =>
        db.Set<SecurityEvent>().CountAsync(e => e.AccountId == account && e.Kind == kind && e.At > since, ct);

    /// <summary>The statement that writes down a sign-in, if its session is there.</summary>
    public Statement SignedIn(Session session)
    {
        var happened = New(session.AccountId, SecurityEventKind.SignedIn, session.Name, session.Network, detail: null);
        return new(
            $"INSERT INTO security_events ({Columns}) SELECT s.account_id, $2, $3, s.started_at, s.name, s.network, NULL FROM sessions s WHERE s.account_id = $1 AND s.id = $4",
            happened.AccountId.Value, happened.Id, happened.Kind.ToString(), session.Id.Value);
    }

    private SecurityEvent New(AccountId account, SecurityEventKind kind, string? client, string? network, string? detail)
    {
        var now = clock.GetUtcNow();
        return new SecurityEvent(Guid.CreateVersion7(now), account, kind, now, client, network, detail);
    }
}
