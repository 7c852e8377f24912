using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Operators;
using Tenure.Server.Cases.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Platform.Sweeps;

namespace Tenure.Server.Operators;

/// <summary>Looks at how agents read and vote, and says where it is not as usual (<see cref="AgentWatch"/>).</summary>
internal sealed class WatchAgents(IServiceScopeFactory scopes, TimeProvider clock, SweepLog log) : Sweep(scopes, clock, log)
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(366);

    private readonly IServiceScopeFactory scopes = scopes;

    protected override TimeSpan Interval => TimeSpan.FromMinutes(10);

    protected override async Task RemoveAsync(TenureDb db, DateTimeOffset now, CancellationToken ct)
    {
        var today = AgentLook.DayOf(now);
        var first = AgentLook.DayOf(now - AgentWatch.LookBack);
        await db.AgentLooks.Where(l => l.Day < first).ExecuteDeleteAsync(ct);
        var end = now - Kept;
        await db.AgentAlarms.Where(a => a.At < end).ExecuteDeleteAsync(ct);
        var days = await db.AgentLooks.GroupBy(l => new { l.Agent, l.Day }).Select(g => new { g.Key.Agent, g.Key.Day, Reads = g.Count() }).ToListAsync(ct);
        var people = await db.Operators.AsNoTracking().Where(o => o.DisabledAt == null).OrderBy(o => o.Name).ToListAsync(ct);
        foreach (var agent in people.Where(o => o.RoleAt(now) is OperatorRole.Agent or OperatorRole.Senior))
        {
            await using var scope = scopes.CreateAsyncScope();
            var (raise, desk) = (scope.ServiceProvider.GetRequiredService<RaiseAgentAlarm>(), scope.ServiceProvider.GetRequiredService<CaseDesk>());
            // The day before as well: what was read after the last look of a day.
            foreach (var day in (int[])[today - 1, today])
            {
                var reads = days.Find(d => d.Agent == agent.Id && d.Day == day)?.Reads ?? 0;
                List<int> before = [.. days.Where(d => d.Agent == agent.Id && d.Day < day).Select(d => d.Reads)];
                List<int> others = [.. days.Where(d => d.Agent != agent.Id && d.Day == day).Select(d => d.Reads)];
                if (AgentWatch.ReadsMoreThanUsual(reads, before))
                {
                    await raise.ExecuteAsync(agent, AgentAlarmKind.ReadsMoreThanUsual, Text(day), reads, AgentWatch.Usual(before), ct);
                }

                if (AgentWatch.ReadsMoreThanOthers(reads, others))
                {
                    await raise.ExecuteAsync(agent, AgentAlarmKind.ReadsMoreThanOthers, Text(day), reads, AgentWatch.Usual(others), ct);
                }
            }

            var votes = await desk.VotesAsync(agent.Id, now - AgentWatch.LookBack, ct);
            var approved = votes.Count(v => v.IsFor);
            if (AgentWatch.ApprovesNearlyAll(approved, votes.Count - approved))
            {
                // Once in that time: the next one looks at other votes.
                await raise.ExecuteAsync(agent, AgentAlarmKind.ApprovesNearlyAll, Text(today / AgentWatch.LookBack.Days * AgentWatch.LookBack.Days), approved, votes.Count, ct);
            }

            var late = now - AgentWatch.HasteTime;
            List<CaseVote> lately = [.. votes.Where(v => v.IsFor && v.At > late)];
            var seen = await db.AgentLooks.Where(l => l.Agent == agent.Id && l.Case != null).GroupBy(l => l.Case).Select(g => new { g.Key, At = g.Min(l => l.At) }).ToListAsync(ct);
            List<TimeSpan> reading = [.. lately.SelectMany(vote => seen.Where(look => look.Key == vote.Case).Select(look => vote.At - look.At))];
            if (AgentWatch.ApprovesUnread(reading))
            {
                await raise.ExecuteAsync(agent, AgentAlarmKind.ApprovesUnread, Text(today / AgentWatch.HasteTime.Days * AgentWatch.HasteTime.Days), AgentWatch.Hasty(reading), reading.Count, ct);
            }
        }
    }

    private static string Text(int day) => day.ToString(CultureInfo.InvariantCulture);
}
