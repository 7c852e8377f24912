using Tenure.Server.Audit.Contracts;
using Tenure.Server.Devices.Contracts;

namespace Tenure.Server.Operators;

/// <summary>Shows duplicates. Each time is written down.</summary>
internal sealed class ReadDeviceCases(DeviceLookUp devices, OperatorLogBook log)
{
    public async Task<DeviceCases> ExecuteAsync(CurrentOperator caller, CancellationToken ct)
    {
        await log.AppendAsync(OperatorEvents.DuplicatesRead, new LoggedAct(caller.Operator.Name), ct);
        return await devices.CasesAsync(ct);
    }
}
