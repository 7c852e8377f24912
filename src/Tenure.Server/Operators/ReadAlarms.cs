using Microsoft.EntityFrameworkCore;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Contacts.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Devices.Contracts;

namespace Tenure.Server.Operators;

/// <summary>An alarm about an agent as operators see it.</summary>
/// <param name="Name">The agent's.</param>
/// <param name="Alarm">What was seen.</param>
internal sealed record NamedAgentAlarm(string Name, AgentAlarm Alarm);

/// <summary>Devices that named tickets which were never issued here, devices of which a copy may exist, messages that holders reported, and agents who work as nobody else does. Reading it is written down.</summary>
internal sealed class ReadAlarms(TenureDb db, DeviceAlarms alarms, ReportedContacts reports, OperatorLogBook log)
{
    private const int Most = 100;

    public async Task<(IReadOnlyList<DeviceAlarm> Tickets, IReadOnlyList<CopyAlarm> Copies, IReadOnlyList<ReportedContact> Reports, IReadOnlyList<NamedAgentAlarm> Agents)> ExecuteAsync(CurrentOperator caller, CancellationToken ct)
    {
        await log.AppendAsync(OperatorEvents.AlarmsRead, new LoggedAct(caller.Operator.Name), ct);
        return (await alarms.ReadAsync(ct), await alarms.ReadCopiesAsync(ct), await reports.ReadAsync(ct), await AgentsAsync(ct));
    }

    // The latest first.
    private async Task<IReadOnlyList<NamedAgentAlarm>> AgentsAsync(CancellationToken ct)
    {
        var found = await db.AgentAlarms.AsNoTracking().OrderByDescending(a => a.At).Take(Most).ToListAsync(ct);
        var names = await db.Operators.AsNoTracking().ToDictionaryAsync(o => o.Id, o => o.Name, ct);
        return [.. found.Select(a => new NamedAgentAlarm(names.GetValueOrDefault(a.Agent, "?"), a))];
    }
}
