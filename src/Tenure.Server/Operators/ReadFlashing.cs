using Tenure.Server.Audit.Contracts;
using Tenure.Server.Flashing.Contracts;

namespace Tenure.Server.Operators;

/// <summary>Packages, and the devices that were flashed or unlocked lately. Reading it is written down.</summary>
internal sealed class ReadFlashing(FlashingLookUp flashing, OperatorLogBook log)
{
    public async Task<SeenFlashing> ExecuteAsync(CurrentOperator caller, CancellationToken ct)
    {
        await log.AppendAsync(OperatorEvents.FlashingRead, new LoggedAct(caller.Operator.Name), ct);
        return await flashing.ReadAsync(ct);
    }
}
