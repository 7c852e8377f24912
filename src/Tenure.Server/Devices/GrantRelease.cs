using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Domain.Devices;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Devices.Transfers;

namespace Tenure.Server.Devices;

/// <summary>The holder's consent, wherever it is given: on the phone or on the page.</summary>
internal sealed class GrantRelease(TransferBook transfers, DeviceLogBook book, AccountDirectory accounts, DeviceMails mails, TimeProvider clock, DevicesLog log)
{
    /// <summary>Gives the consent in the caller's unit of work; the password was asked for before.</summary>
    /// <param name="device">Tracked.</param>
    /// <param name="holder">Who consents.</param>
    /// <param name="erase">Whether the device erases user data.</param>
    /// <param name="by"><c>phone</c> or <c>page</c>.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<Refusal?> ExecuteAsync(Device device, AccountId holder, bool erase, string by, CancellationToken ct)
    {
        if ((await accounts.RefuseFarReachingAsync(holder, ct) ?? await transfers.RefuseDisputedAsync(device, ct)) is { } early)
        {
            return early;
        }

        var begins = device.State == DeviceState.Held;
        if (device.BeginRelease(holder, erase, clock.GetUtcNow()) is { } refusal)
        {
            return refusal;
        }

        await transfers.CallOffConfirmedAsync(device, by, ct);
        await book.AppendAsync(device, DeviceEvents.ReleaseGranted, ticket: null, by, ct);
        if (begins)
        {
            await mails.ReleaseBegunAsync(await accounts.GetAsync(holder, ct), device, ct);
        }

        log.ReleaseGranted(device.Id, device.Epoch);
        return null;
    }
}
