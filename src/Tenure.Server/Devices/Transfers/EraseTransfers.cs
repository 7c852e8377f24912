using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Accounts;
using Tenure.Domain.Devices;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Leaving.Contracts;

namespace Tenure.Server.Devices.Transfers;

/// <summary>
/// Takes a person out of the transfers that they were a side of. The receipt of a done one stays for the other side and names nobody; when both are gone it goes. One that was confirmed and is not done is called off, and the other side
/// reads so: the phone goes to nobody by it.
/// </summary>
internal sealed class EraseTransfers(TenureDb db, DeviceLogBook log, DeviceMails mails, TimeProvider clock) : IErasure
{
    public async Task EraseAsync(ErasedPerson person, CancellationToken ct)
    {
        foreach (var transfer in await db.Set<DeviceTransfer>().Where(t => t.From == person.Id || t.To == person.Id).ToListAsync(ct))
        {
            var isGiver = transfer.From == person.Id;
            if (!isGiver && transfer.ConfirmedAt is null)
            {
                transfer.ForgetTaker();
                continue;
            }

            if ((isGiver ? transfer.To : transfer.From) is { } other && await db.Accounts.AnyAsync(a => a.Id == other, ct))
            {
                if (transfer.DoneAt is not null)
                {
                    transfer.Forget(person.Id, new AccountId(new Guid(RandomNumberGenerator.GetBytes(16))));
                    continue;
                }

                if (transfer.ConfirmedAt is not null)
                {
                    await CallOffAsync(transfer, isGiver, other, ct);
                }
            }

            db.Remove(transfer);
        }

        await db.SaveChangesAsync(ct);
    }

    private async Task CallOffAsync(DeviceTransfer transfer, bool giverIsGone, AccountId other, CancellationToken ct)
    {
        var device = await db.Devices.FirstAsync(d => d.Id == transfer.DeviceId, ct);
        if (device.Epoch != transfer.Epoch)
        {
            // The phone let go when its taker was not there any more.
            return;
        }

        if (!giverIsGone)
        {
            _ = device.EndConsent(clock.GetUtcNow());
        }

        await log.AppendAsync(device, DeviceEvents.TransferCancelled, ticket: null, "page", ct);
        await mails.TransferOffAsync(other, device, giverIsGone, ct);
    }
}
