using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Tenure.Client.Devices;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Domain.Devices;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;

namespace Tenure.Server.Devices.Transfers;

/// <summary>
/// The receipt of a transfer, for whoever gave the device and whoever took it, whatever becomes of it afterwards: the entries of its log from the holder's confirmation to the activation, each proven under a checkpoint that
/// the server signed. Each side sees the details of its own holding.
/// </summary>
internal sealed class GetTransferReceipt(TenureDb db, DeviceLogBook book, GetDeviceLog pages)
{
    public static void Map(IEndpointRouteBuilder transfers) => transfers
        .MapGet("/{device}/{epoch}/receipt", async Task<Results<Ok<DeviceLog>, RefusalResult>> (
            string device, [Description("The epoch that ended with the transfer")] string epoch, CurrentAccount caller, GetTransferReceipt get, CancellationToken ct) =>
            uint.TryParse(epoch, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? TypedResults.From(await get.ExecuteAsync(caller.Id, new DeviceId(device), number, ct))
                : TypedResults.Refused(WellFormedText.Malformed("epoch")))
        .WithSummary("The proven receipt of a transfer, for both sides");

    public async Task<Answer<DeviceLog>> ExecuteAsync(AccountId caller, DeviceId device, uint epoch, CancellationToken ct)
    {
        var done = await db.Set<DeviceTransfer>().AsNoTracking().FirstOrDefaultAsync(t => t.DeviceId == device && t.Epoch == epoch && t.DoneAt != null && (t.From == caller || t.To == caller), ct);
        return done is not null && await book.FindTransferAsync(device, epoch, ct) is { } found && await book.FindAsync(device, ct) is { } log
            ? await pages.PageAsync(device, done.From == caller ? found.Given : found.Taken, log, found.From, found.To, withProofs: true, ct) with { Next = null }
            : EvidenceRefusals.NotFound;
    }
}
