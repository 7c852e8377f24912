using System.ComponentModel;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Accounts;
using Tenure.Domain.Devices;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Exports.Contracts;
using Device = Tenure.Domain.Devices.Device;

namespace Tenure.Server.Devices;

/// <summary>The devices that a person holds and held, what those say of themselves, and what happened to them meanwhile. Of a device that somebody else holds now nothing is told that is of now.</summary>
internal sealed class ExportedDevices(TenureDb db, DeviceLogBook book) : IExportSource
{
    private const int PageSize = 500;

    public IReadOnlyList<ExportPart> Parts =>
    [
        ExportPart.Rows("devices", ["devices", "device_claims", "device_imeis", "device_sims", "device_seals"], ReadDevicesAsync),
        ExportPart.Rows("holdings", ["holdings"], ReadHoldings),
        ExportPart.Rows("device-log", ["device_log", "device_log_openings"], ReadLogAsync),
        ExportPart.Rows("tickets", ["issued_tickets"], ReadTicketsAsync),
        ExportPart.Rows("transfers", ["device_transfers"], ReadTransfers),
    ];

    private async IAsyncEnumerable<ExportedDevice> ReadDevicesAsync(AccountId account, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var device in await db.Devices.AsNoTracking().Where(d => d.Holder == account).OrderBy(d => d.HeldSince).ToListAsync(ct))
        {
            yield return await OfAsync(device, ct);
        }
    }

    private async Task<ExportedDevice> OfAsync(Device device, CancellationToken ct)
    {
        var holding = device.HoldingId!.Value;
        var claims = await db.DeviceClaims.AsNoTracking().FirstOrDefaultAsync(c => c.DeviceId == device.Id, ct);
        var imeis = await db.ClaimedImeis.AsNoTracking().Where(i => i.DeviceId == device.Id).OrderBy(i => i.Position).Select(i => i.Imei).ToListAsync(ct);
        var sims = await db.HeldSims.AsNoTracking().Where(s => s.DeviceId == device.Id && s.HoldingId == holding).OrderBy(s => s.Slot)
            .Select(s => new ExportedSim(s.Slot, s.LastFour, s.Network, s.SeenAt)).ToListAsync(ct);
        var seal = await db.DeviceSeals.AsNoTracking().FirstOrDefaultAsync(s => s.DeviceId == device.Id && s.HoldingId == holding, ct);
        return new ExportedDevice(
            device.Id.Value, device.Model, device.State, device.HeldSince, claims?.Serial, claims?.Region, claims?.IsUnlocked, imeis, sims, device.Loss?.MarkedAt, device.Loss?.Message, device.Loss?.Contact,
            device.EraseOrder?.DueAt, device.HasEraseCode, device.UnlockTicketAt, seal?.MadeAt, device.SeenAt);
    }

    private IAsyncEnumerable<ExportedHolding> ReadHoldings(AccountId account, CancellationToken ct) => db.Holdings.AsNoTracking().Where(h => h.Holder == account).OrderBy(h => h.BeganAt)
        .Select(h => new ExportedHolding(h.DeviceId.Value, h.BeganAt, h.ConfirmedAt, h.EndedAt)).AsAsyncEnumerable();

    private async IAsyncEnumerable<ExportedLogEntry> ReadLogAsync(AccountId account, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var holding in await HoldingsAsync(account, ct))
        {
            var length = (await book.FindAsync(holding.DeviceId, ct))?.Length ?? 0;
            for (var from = 0L; from < length; from += PageSize)
            {
                // What was before and after is somebody else's: it has no details here.
                foreach (var line in (await book.ReadAsync(holding.DeviceId, holding.Id, from, from + PageSize, ct)).Where(l => l.Details is not null))
                {
                    yield return new ExportedLogEntry(holding.DeviceId.Value, line.Entry.Sequence, line.Entry.Event, line.Entry.At, line.Details!);
                }
            }
        }
    }

    private async IAsyncEnumerable<ExportedTicket> ReadTicketsAsync(AccountId account, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var holding in await HoldingsAsync(account, ct))
        {
            await foreach (var ticket in db.IssuedTickets.AsNoTracking().Where(t => t.DeviceId == holding.DeviceId && t.HoldingId == holding.Id).OrderBy(t => t.IssuedAt)
                .Select(t => new ExportedTicket(t.DeviceId.Value, t.Kind, t.IssuedAt, t.DoneAt)).AsAsyncEnumerable().WithCancellation(ct))
            {
                yield return ticket;
            }
        }
    }

    private IAsyncEnumerable<ExportedTransfer> ReadTransfers(AccountId account, CancellationToken ct) => db.Set<DeviceTransfer>().AsNoTracking().Where(t => t.From == account || t.To == account).OrderBy(t => t.OpenedAt)
        .Select(t => new ExportedTransfer(t.DeviceId.Value, t.From == account ? "gave" : "took", t.Erase, t.OpenedAt, t.ConfirmedAt, t.DoneAt, t.From == account ? t.ObjectedAt : null)).AsAsyncEnumerable();

    private Task<List<Holding>> HoldingsAsync(AccountId account, CancellationToken ct) => db.Holdings.AsNoTracking().Where(h => h.Holder == account).OrderBy(h => h.BeganAt).ToListAsync(ct);

    internal sealed record ExportedDevice(
        [property: Description("The device's id: the thumbprint of its key")] string Id,
        [property: Description("What it calls itself")] string Model,
        [property: Description("held, releasing or lost")] DeviceState State,
        [property: Description("Since when you hold it")] DateTimeOffset? HeldSince,
        [property: Description("The serial number that it says")] string? Serial,
        [property: Description("The region that it says")] string? Region,
        [property: Description("Whether it says that its bootloader is unlocked")] bool? IsUnlocked,
        [property: Description("The first 14 digits of each modem's number")] IReadOnlyList<string> Imeis,
        [property: Description("The SIM cards seen in it")] IReadOnlyList<ExportedSim> Sims,
        [property: Description("Since when it is lost")] DateTimeOffset? LostAt,
        [property: Description("What its screen says while it is lost")] string? LostMessage,
        [property: Description("How its screen says that you can be reached")] string? LostContact,
        [property: Description("When an order to erase it is due")] DateTimeOffset? EraseDueAt,
        [property: Description("Whether an erase code is set on it")] bool HasEraseCode,
        [property: Description("When a ticket to unlock its bootloader was made")] DateTimeOffset? UnlockTicketAt,
        [property: Description("When it was asked that it is sealed")] DateTimeOffset? SealAskedAt,
        [property: Description("When it last signed something that counted")] DateTimeOffset? SeenAt);

    internal sealed record ExportedSim(
        [property: Description("Its slot")] int Slot,
        [property: Description("The last four digits of its number")] string LastFour,
        [property: Description("The network operator")] string? Network,
        [property: Description("When it was last seen")] DateTimeOffset SeenAt);

    internal sealed record ExportedHolding(
        [property: Description("The device's id")] string DeviceId,
        [property: Description("When it was activated")] DateTimeOffset BeganAt,
        [property: Description("When the device confirmed that")] DateTimeOffset? ConfirmedAt,
        [property: Description("When it ended")] DateTimeOffset? EndedAt);

    internal sealed record ExportedLogEntry(
        [property: Description("The device's id")] string DeviceId,
        [property: Description("The entry's place in the device's log")] long Sequence,
        [property: Description("What happened")] string Event,
        [property: Description("When, to the hour")] DateTimeOffset At,
        [property: Description("The device's state after it, as the log has it: JSON as text")] string Details);

    internal sealed record ExportedTicket(
        [property: Description("The device's id")] string DeviceId,
        [property: Description("What it ordered")] TicketKind Kind,
        [property: Description("When it was made")] DateTimeOffset IssuedAt,
        [property: Description("When the device said that it was done")] DateTimeOffset? DoneAt);

    internal sealed record ExportedTransfer(
        [property: Description("The device's id")] string DeviceId,
        [property: Description("gave, or took")] string Side,
        [property: Description("Whether its data was to be erased")] bool Erase,
        [property: Description("When it was opened")] DateTimeOffset OpenedAt,
        [property: Description("When it was confirmed")] DateTimeOffset? ConfirmedAt,
        [property: Description("When it was done")] DateTimeOffset? DoneAt,
        [property: Description("When you objected to it")] DateTimeOffset? ObjectedAt);
}
