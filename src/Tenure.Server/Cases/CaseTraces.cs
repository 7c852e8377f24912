using Tenure.Domain.Cases;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Devices.Contracts;

namespace Tenure.Server.Cases;

/// <summary>Writes down what a case did to those whom it could harm: into the log of its device, and among the events of its account.</summary>
internal sealed class CaseTraces(CaseDevices devices, SecurityEvents events)
{
    /// <summary>Does so in the caller's unit of work.</summary>
    /// <param name="one">The case as it is now.</param>
    /// <param name="from">How far it was before.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task LeaveAsync(Case one, CaseState from, CancellationToken ct)
    {
        if (from == one.State || CaseTrace.Of(from, one.State) is not { } trace)
        {
            return;
        }

        if (trace.Device is { } name && one.DeviceId is { } device)
        {
            await devices.LogAsync(device, name, ct);
        }

        if (trace.Account is { } kind && one.AccountId is { } account)
        {
            events.RecordFromOutside(account, kind, CaseNumber.Grouped(one.Number));
        }
    }
}
