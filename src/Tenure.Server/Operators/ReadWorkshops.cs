using Tenure.Server.Audit.Contracts;
using Tenure.Server.Flashing.Contracts;

namespace Tenure.Server.Operators;

/// <summary>The workshops, their people by number, and their computers. Reading it is written down.</summary>
internal sealed class ReadWorkshops(FlashingLookUp flashing, OperatorLogBook log)
{
    public async Task<IReadOnlyList<SeenWorkshop>> ExecuteAsync(CurrentOperator caller, CancellationToken ct)
    {
        await log.AppendAsync(OperatorEvents.WorkshopsRead, new LoggedAct(caller.Operator.Name), ct);
        return await flashing.WorkshopsAsync(ct);
    }
}
