using Tenure.Domain;
using Tenure.Domain.Devices;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Devices.Contracts;

namespace Tenure.Server.Operators;

/// <summary>Shows a device. Each time is written down.</summary>
internal sealed class LookAtDevice(DeviceLookUp devices, OperatorLogBook log)
{
    /// <summary>What is seen; <c>null</c> when there is no such device.</summary>
    public async Task<SeenDevice?> ExecuteAsync(CurrentOperator caller, DeviceId id, CancellationToken ct)
    {
        if (WellFormedText.Check(id.Value, "id") is not null || await devices.LookAsync(id, ct) is not { } device)
        {
            return null;
        }

        // Written first: nothing is shown that could not be written down.
        await log.AppendAsync(OperatorEvents.DeviceLooked, new LoggedAct(caller.Operator.Name, About: id.Value), ct);
        return device;
    }
}
