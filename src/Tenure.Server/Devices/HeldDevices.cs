using Microsoft.EntityFrameworkCore;
using Tenure.Client.Devices;
using Tenure.Domain.Accounts;
using Tenure.Domain.Devices;
using Tenure.Server.Audit.Contracts;

namespace Tenure.Server.Devices;

/// <summary>The devices of one account, as it may see them.</summary>
internal static class HeldDevices
{
    extension(IQueryable<Device> devices)
    {
        /// <summary>Another account's device looks like one that does not exist.</summary>
        public Task<Device?> OfAsync(AccountId holder, DeviceId id, CancellationToken ct) =>
            devices.FirstOrDefaultAsync(d => d.Id == id && d.Holder == holder, ct);
    }

    extension(Device device)
    {
        /// <summary>As the API shows it to the holder.</summary>
        public HeldDevice ToHeldDevice(DateTimeOffset now) => new(
            device.Id.Value, device.Model, Name: null, LoggedState.NameOf(device.State), device.HeldSince ?? device.FirstSeenAt, device.Epoch,
            device.Loss is { } loss ? new DeviceLoss(loss.Message, loss.Contact, loss.MarkedAt, loss.ShownAt, loss.FoundDueAt) : null,
            device.Entitlement?.TicketUntil is { } until && until > now ? until : null,
            device.EraseOrder is { } order ? new DeviceErase(order.OrderedAt, order.DueAt) : null,
            device.HasEraseCode)
        {
            UnlockedAt = device.UnlockTicketAt,
            ReleaseEndsAt = device.Entitlement?.EndsAt,
            RemovalDueAt = device.RemovalOrder?.DueAt,
        };
    }
}
