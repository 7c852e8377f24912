using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Devices;
using Tenure.Server.Data;
using Tenure.Server.Leaving.Contracts;

namespace Tenure.Server.Devices.Transfers;

/// <summary>Of whoever gave a device away, or took one, no transfer is left: an objection needs somebody who objects.</summary>
internal sealed class EraseTransfers(TenureDb db) : IErasure
{
    public Task EraseAsync(ErasedPerson person, CancellationToken ct) => db.Set<DeviceTransfer>().Where(t => t.From == person.Id || t.To == person.Id).ExecuteDeleteAsync(ct);
}
