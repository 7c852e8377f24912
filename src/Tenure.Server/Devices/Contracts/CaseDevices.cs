using Microsoft.EntityFrameworkCore;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Domain.Devices;
using Tenure.Protocols.Identifiers;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Devices.Transfers;

namespace Tenure.Server.Devices.Contracts;

/// <summary>Devices as a case sees them.</summary>
internal sealed class CaseDevices(TenureDb db, DeviceLookUp look, TransferBook transfers, DeviceLogBook book, DevicesLog log, TimeProvider clock)
{
    // Whoever held it before these has nothing to say any more.
    private const int MostBefore = 20;

    // One more than the longest serial number.
    private const int Longest = 65;

    /// <summary>The device as it is now; <c>null</c> when it is not known.</summary>
    public Task<Device?> FindAsync(DeviceId id, CancellationToken ct) => db.Devices.AsNoTracking().FirstOrDefaultAsync(d => d.Id == id, ct);

    /// <summary>The one device that a typed id, serial number or IMEI names: where several say the same, the one of which its maker says it. The same look-ups, whatever was typed.</summary>
    /// <returns>The device; <c>null</c> when there is none, or it is not clear which.</returns>
    public async Task<Device?> NamedAsync(string typed, CancellationToken ct)
    {
        var value = ShortText.Cut(typed.Trim(), Longest);
        _ = Imei.Read(value, out var imei);
        List<FoundDevice> found =
        [
            .. await look.FindBySerialAsync(value, ct),
            .. await look.FindByImeiAsync(imei.Digits, ct),
        ];
        var byId = await FindAsync(new DeviceId(value), ct);
        var named = found.Where(d => d.State is not null).DistinctBy(d => d.Id).ToList();
        var one = named.Where(d => d.IsConfirmed).ToList() is [var confirmed] ? confirmed : named is [var only] ? only : null;
        var byNumber = await FindAsync(one?.Id ?? new DeviceId(""), ct);
        return byId ?? byNumber;
    }

    /// <summary>Keeps others from deciding about it until the caller's transaction ends.</summary>
    public Task HoldAsync(DeviceId id, CancellationToken ct) => db.Devices.Where(d => d.Id == id).ExecuteUpdateAsync(d => d.SetProperty(x => x.Epoch, x => x.Epoch), ct);

    /// <summary>What was typed, as <see cref="NamedAsync"/> reads it, in one spelling: by the text alone, whether or not there is such a device.</summary>
    public static string Spelt(string typed) => Imei.Read(ShortText.Cut(typed.Trim(), Longest), out var imei) is null ? imei.Digits : typed.Trim().ToUpperInvariant();

    /// <summary>Writes into its log what became of a case about it, in the caller's unit of work.</summary>
    /// <param name="id">The device.</param>
    /// <param name="name">Of <see cref="DeviceEvents"/>: one that moves nothing.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task LogAsync(DeviceId id, string name, CancellationToken ct) =>
        await book.AppendAsync(await db.Devices.FirstAsync(d => d.Id == id, ct), name, ticket: null, by: null, ct);

    /// <summary>A case lets it go, in the caller's unit of work: from now on release tickets that erase are made for it.</summary>
    /// <param name="id">The device.</param>
    /// <param name="epoch">The epoch that the case is about.</param>
    /// <param name="announcedAt">When its holder was told; part of the entry that the device is shown.</param>
    /// <param name="votes">What the agents signed, as <c>SignedVotesCodec</c> writes it; <c>null</c> where they signed nothing, and the signer then signs nothing either.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<Refusal?> GrantReleaseAsync(DeviceId id, uint epoch, DateTimeOffset announcedAt, byte[]? votes, CancellationToken ct)
    {
        var device = await db.Devices.FirstAsync(d => d.Id == id, ct);
        if (device.BeginCaseRelease(epoch, clock.GetUtcNow()) is { } refusal)
        {
            return refusal;
        }

        await transfers.CallOffConfirmedAsync(device, "case", ct);
        await book.AppendAsync(device, DeviceEvents.ReleaseGranted, ticket: null, "case", ct, announcedAt, votes);
        log.ReleaseGranted(device.Id, device.Epoch);
        return null;
    }

    /// <summary>A case ends that it is lost, in the caller's unit of work.</summary>
    public async Task<Refusal?> EndLossAsync(DeviceId id, uint epoch, CancellationToken ct)
    {
        var device = await db.Devices.FirstAsync(d => d.Id == id, ct);
        if (device.EndLossByCase(epoch, clock.GetUtcNow()) is { } refusal)
        {
            return refusal;
        }

        await book.AppendAsync(device, device.State == DeviceState.Held ? DeviceEvents.Found : DeviceEvents.ReleaseResumed, ticket: null, by: "case", ct);
        log.DeviceFound(device.Id);
        return null;
    }

    /// <summary>Who held it before, and confirmed that on the device, the latest first; and whether it was a case that let it go then, and not they.</summary>
    public async Task<IReadOnlyList<(AccountId Holder, bool ByCase)>> HeldBeforeAsync(DeviceId id, CancellationToken ct)
    {
        List<(AccountId, bool)> before = [];
        foreach (var holding in await db.Holdings.AsNoTracking().Where(h => h.DeviceId == id && h.EndedAt != null && h.ConfirmedAt != null).OrderByDescending(h => h.EndedAt).Take(MostBefore).ToListAsync(ct))
        {
            before.Add((holding.Holder, await book.WasLetGoByCaseAsync(id, holding.Id, ct)));
        }

        return before;
    }

    /// <summary>What an account holds.</summary>
    public Task<List<Device>> OfAsync(AccountId holder, CancellationToken ct) => db.Devices.AsNoTracking().Where(d => d.Holder == holder).ToListAsync(ct);
}
