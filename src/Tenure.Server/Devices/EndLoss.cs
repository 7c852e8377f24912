using Tenure.Domain;
using Tenure.Domain.Devices;
using Tenure.Server.Audit.Contracts;

namespace Tenure.Server.Devices;

/// <summary>A device that was found is not lost any more, at once or when its time has come.</summary>
internal sealed class EndLoss(DeviceLogBook book, DeviceMails mails, TimeProvider clock, DevicesLog log)
{
    /// <summary>Ends it in the caller's unit of work; refuses with <c>device_lost</c> before its time.</summary>
    public async Task<Refusal?> ExecuteAsync(Device device, CancellationToken ct)
    {
        if (device.Find(clock.GetUtcNow()) is { } refusal)
        {
            return refusal;
        }

        await book.AppendAsync(device, device.State == DeviceState.Held ? DeviceEvents.Found : DeviceEvents.ReleaseResumed, ticket: null, by: null, ct);
        await mails.FoundAsync(device.Holder!.Value, device, ct);
        log.DeviceFound(device.Id);
        return null;
    }
}
