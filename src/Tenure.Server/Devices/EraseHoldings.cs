using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Accounts;
using Tenure.Domain.Devices;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Leaving.Contracts;

namespace Tenure.Server.Devices;

/// <summary>
/// Takes a person out of the devices that they hold or held. The log keeps its entries and loses what opens them; each holding is another nobody's; what devices said of themselves and their SIM cards goes, but for those that
/// somebody else holds now. What is still to be done with a device is written into the log anew, under a name that nothing leads to.
/// </summary>
internal sealed class EraseHoldings(TenureDb db, DeviceLogBook book, TimeProvider clock) : IErasure
{
    public async Task EraseAsync(ErasedPerson person, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var holdings = await db.Holdings.Where(h => h.Holder == person.Id).ToListAsync(ct);
        foreach (var holding in holdings)
        {
            await book.EraseAsync(holding.DeviceId, holding.Id, ct);
            await db.HeldSims.Where(s => s.DeviceId == holding.DeviceId && s.HoldingId == holding.Id).ExecuteDeleteAsync(ct);
            holding.Forget(new AccountId(new Guid(RandomNumberGenerator.GetBytes(16))));
        }

        var held = await db.Devices.Where(d => d.Holder == person.Id).ToListAsync(ct);
        foreach (var device in held)
        {
            await LeaveAsync(device, now, ct);
        }

        var touched = holdings.Select(h => h.DeviceId).Concat(held.Select(d => d.Id)).Distinct().ToList();
        var others = await db.Devices.Where(d => touched.Contains(d.Id) && d.Holder != null && d.Holder != person.Id).Select(d => d.Id).ToListAsync(ct);
        var theirs = touched.Except(others).ToList();
        await db.DeviceClaims.Where(c => theirs.Contains(c.DeviceId)).ExecuteDeleteAsync(ct);
        await db.ClaimedImeis.Where(i => theirs.Contains(i.DeviceId)).ExecuteDeleteAsync(ct);
        await db.SaveChangesAsync(ct);
    }

    private async Task LeaveAsync(Device device, DateTimeOffset now, CancellationToken ct)
    {
        var seal = await db.DeviceSeals.FirstOrDefaultAsync(s => s.DeviceId == device.Id, ct);
        var isSealed = seal is not null && seal.HoldingId == device.HoldingId;
        if (isSealed)
        {
            seal!.Close(now);
        }

        while (device.LoseHolderNext(isSealed, now) is { } name)
        {
            await book.AppendAsync(device, name, ticket: null, "page", ct);
        }
    }
}
