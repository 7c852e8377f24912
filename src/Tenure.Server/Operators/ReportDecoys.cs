using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Operators;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Cases.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Platform.Sweeps;

namespace Tenure.Server.Operators;

/// <summary>Writes down that a case was a decoy, once it is over, and raises an alarm about each who was for it. Before that nobody is told, the operators' log neither.</summary>
internal sealed class ReportDecoys(IServiceScopeFactory scopes, TimeProvider clock, SweepLog log) : Sweep(scopes, clock, log)
{
    private readonly IServiceScopeFactory scopes = scopes;

    protected override TimeSpan Interval => TimeSpan.FromMinutes(1);

    protected override async Task RemoveAsync(TenureDb db, DateTimeOffset now, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        foreach (var ended in await scope.ServiceProvider.GetRequiredService<EndDecoys>().ExecuteAsync(ct))
        {
            await using var one = scopes.CreateAsyncScope();
            await ReportAsync(one.ServiceProvider, ended, ct);
        }
    }

    // One transaction: a process that dies in the middle has said nothing.
    private static async Task ReportAsync(IServiceProvider services, EndedDecoy ended, CancellationToken ct)
    {
        var (db, log, raise) = (services.GetRequiredService<TenureDb>(), services.GetRequiredService<OperatorLogBook>(), services.GetRequiredService<RaiseAgentAlarm>());
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (!await services.GetRequiredService<EndDecoys>().NoteReportedAsync(ended.Id, ct))
        {
            return;
        }

        await log.AppendAsync(OperatorEvents.CaseDecoyEnded, new LoggedAct(null, About: ended.Number), ct);
        foreach (var agent in await db.Operators.Where(o => ended.Approvers.Contains(o.Id)).OrderBy(o => o.Name).ToListAsync(ct))
        {
            await raise.ExecuteAsync(agent, AgentAlarmKind.ApprovedDecoy, ended.Number, 0, 0, ct);
        }

        await transaction.CommitAsync(ct);
    }
}
