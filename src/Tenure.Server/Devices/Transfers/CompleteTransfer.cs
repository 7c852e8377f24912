using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Accounts;
using Tenure.Domain.Devices;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Data;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.Devices.Transfers;

/// <summary>A device was let go for somebody: it is theirs in the unit of work of its receipt. Who comes later to activate it is refused as with any that is held.</summary>
internal sealed class CompleteTransfer(TenureDb db, DeviceLogBook log, DeviceMails mails, AccountDirectory accounts, TimeProvider clock, DevicesLog says)
{
    /// <summary>Goes on where a confirmed transfer ended the epoch before this one; does nothing else.</summary>
    public async Task ExecuteAsync(Device device, uint epoch, CancellationToken ct)
    {
        var transfer = await db.Set<DeviceTransfer>().FirstOrDefaultAsync(t => t.DeviceId == device.Id && t.Epoch == epoch && t.ConfirmedAt != null && t.DoneAt == null, ct);
        if (transfer is not { To: { } taker } || !await db.Accounts.AnyAsync(a => a.Id == taker && a.State == AccountState.Open, ct))
        {
            return;
        }

        var now = clock.GetUtcNow();
        if (device.Take(taker, new HoldingId(new Guid(RandomNumberGenerator.GetBytes(16))), now) is not null)
        {
            return;
        }

        var secret = Codes.DrawId();
        transfer.Complete(Codes.KeyOf(secret), now);
        db.Holdings.Add(new Holding(device, now));
        await log.AppendAsync(device, DeviceEvents.Activated, ticket: null, "page", ct);
        await mails.TransferGivenAsync(transfer.From, device, await accounts.GetAsync(taker, ct), secret, ct);
        await mails.TransferTakenAsync(taker, device, await accounts.GetAsync(transfer.From, ct), ct);
        says.DeviceTransferred(device.Id, device.Epoch);
    }
}
