using Tenure.Server.Audit.Contracts;
using Tenure.Server.Contacts.Contracts;
using Tenure.Server.Devices.Contracts;

namespace Tenure.Server.Operators;

/// <summary>Devices that named tickets which were never issued here, devices of which a copy may exist, and messages that holders reported. Reading it is written down.</summary>
internal sealed class ReadAlarms(DeviceAlarms alarms, ReportedContacts reports, OperatorLogBook log)
{
    public async Task<(IReadOnlyList<DeviceAlarm> Tickets, IReadOnlyList<CopyAlarm> Copies, IReadOnlyList<ReportedContact> Reports)> ExecuteAsync(CurrentOperator caller, CancellationToken ct)
    {
        await log.AppendAsync(OperatorEvents.AlarmsRead, new LoggedAct(caller.Operator.Name), ct);
        return (await alarms.ReadAsync(ct), await alarms.ReadCopiesAsync(ct), await reports.ReadAsync(ct));
    }
}
