using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Operators;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Cases.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Platform.Sweeps;

namespace Tenure.Server.Operators;

/// <summary>Draws an agent by lot for each case that waits for one, and another one where somebody took too long.</summary>
internal sealed class DrawAgents(IServiceScopeFactory scopes, TimeProvider clock, SweepLog log) : Sweep(scopes, clock, log)
{
    private readonly IServiceScopeFactory scopes = scopes;

    protected override TimeSpan Interval => TimeSpan.FromMinutes(1);

    protected override async Task RemoveAsync(TenureDb db, DateTimeOffset now, CancellationToken ct)
    {
        var people = await db.Operators.AsNoTracking().Where(o => o.DisabledAt == null).ToListAsync(ct);
        List<(OperatorId Id, bool IsSenior)> agents = [.. people.Where(o => o.RoleAt(now) is OperatorRole.Agent or OperatorRole.Senior).Select(o => (o.Id, o.RoleAt(now) == OperatorRole.Senior))];
        if (agents.Count == 0)
        {
            return;
        }

        await using var scope = scopes.CreateAsyncScope();
        var desk = scope.ServiceProvider.GetRequiredService<CaseDesk>();
        var log = scope.ServiceProvider.GetRequiredService<OperatorLogBook>();
        foreach (var one in await desk.UndrawnAsync(agents, ct))
        {
            // Who lets cases lie can be seen, for a reason may be behind it.
            await desk.DrawAsync(one.Id, agents, late => log.AppendAsync(OperatorEvents.CaseLapsed, new LoggedAct(people.Find(o => o.Id == late)?.Name, About: one.Number), ct), ct);
        }
    }
}
