using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Tenure.Client.Devices;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Domain.Devices;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Platform.Secrets;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.Devices.Transfers;

/// <summary>Finds transfers, and makes what belongs to them.</summary>
internal sealed class TransferBook(TenureDb db, DeviceLogBook log, AccountDirectory accounts, Pepper pepper, TimeProvider clock)
{
    /// <summary>How many receipts are listed.</summary>
    public const int Most = 100;

    /// <summary>That of a device in its epoch; <c>null</c> when its holder opened none.</summary>
    public Task<DeviceTransfer?> OfAsync(Device device, CancellationToken ct) =>
        db.Set<DeviceTransfer>().FirstOrDefaultAsync(t => t.DeviceId == device.Id && t.Epoch == device.Epoch && t.From == device.Holder, ct);

    /// <summary>What an account gave away or took over, the latest first; of the oldest no more than <see cref="Most"/>.</summary>
    /// <param name="account">Whose.</param>
    /// <param name="device">Of this device alone; <c>null</c> for all.</param>
    /// <param name="ct">Ends the call.</param>
    public Task<List<DoneTransfer>> DoneOfAsync(AccountId account, DeviceId? device, CancellationToken ct)
    {
        var done = db.Set<DeviceTransfer>().AsNoTracking().Where(t => t.DoneAt != null && (t.From == account || t.To == account));
        if (device is { } one)
        {
            done = done.Where(t => t.DeviceId == one);
        }

        return (
            from transfer in done
            join known in db.Devices on transfer.DeviceId equals known.Id
            orderby transfer.DoneAt descending
            select new DoneTransfer(transfer.DeviceId, known.Model, transfer.Epoch, transfer.From == account, transfer.DoneAt!.Value)).Take(Most).ToListAsync(ct);
    }

    /// <summary>Refuses with <c>transfer_disputed</c> while whoever gave it to its holder objects.</summary>
    public async Task<Refusal?> RefuseDisputedAsync(Device device, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return await db.Set<DeviceTransfer>().AsNoTracking().FirstOrDefaultAsync(t => t.DeviceId == device.Id && t.Epoch + 1 == device.Epoch && t.To == device.Holder && t.ObjectedAt != null, ct) is { ObjectedAt: { } at } transfer && transfer.IsDisputed(now)
            ? DeviceRefusals.TransferDisputed with { RetryAfter = at + DeviceTransfer.DisputeTime - now }
            : null;
    }

    /// <summary>Another consent lets the device go: whoever was to have it by a transfer of this epoch that is confirmed and not done has it no more. In the caller's unit of work.</summary>
    /// <param name="device">Tracked.</param>
    /// <param name="by">Whose consent: <c>phone</c>, <c>page</c> or <c>case</c>.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task CallOffConfirmedAsync(Device device, string by, CancellationToken ct)
    {
        var confirmed = await db.Set<DeviceTransfer>().Where(t => t.DeviceId == device.Id && t.Epoch == device.Epoch && t.ConfirmedAt != null && t.DoneAt == null).ToListAsync(ct);
        db.RemoveRange(confirmed);
        if (confirmed.Count > 0)
        {
            await log.AppendAsync(device, DeviceEvents.TransferCancelled, ticket: null, by, ct);
        }
    }

    /// <summary>The one whose code this is; <c>null</c> for none that is shown now.</summary>
    public async Task<DeviceTransfer?> ByCodeAsync(string digits, CancellationToken ct)
    {
        var hash = HashOf(digits);
        return await db.Set<DeviceTransfer>().FirstOrDefaultAsync(t => t.CodeHash == hash, ct) is { } found && found.Takes(clock.GetUtcNow()) ? found : null;
    }

    /// <summary>The one to which this secret objects.</summary>
    public async Task<DeviceTransfer?> ByObjectionAsync(string secret, CancellationToken ct)
    {
        var key = Codes.KeyOf(secret);
        return await db.Set<DeviceTransfer>().FirstOrDefaultAsync(t => t.ObjectionKey == key, ct);
    }

    /// <summary>Eight digits and their hash.</summary>
    public (string Digits, byte[] Hash) DrawCode()
    {
        var digits = RandomNumberGenerator.GetInt32(100_000_000).ToString("D8", CultureInfo.InvariantCulture);
        return (digits, HashOf(digits));
    }

    /// <summary>As its giver sees it.</summary>
    public async Task<DeviceTransferState> StateAsync(DeviceTransfer? transfer, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (transfer is null || (transfer.ConfirmedAt is null && !transfer.IsOpen(now)))
        {
            return new DeviceTransferState("none", Erase: true, UsableAt: null, EndsAt: null, Taker: null, Acceptance: null);
        }

        var state = transfer.ConfirmedAt is not null ? "confirmed" : now < transfer.UsableAt ? "waiting" : transfer.To is null ? "open" : "accepted";
        return new DeviceTransferState(
            state, transfer.Erase, transfer.UsableAt, transfer.EndsAt, transfer.To is { } taker ? await MaskedAsync(taker, ct) : null, transfer.Acceptance?.ToString("N"));
    }

    /// <summary>As the phone's screen would show an account.</summary>
    public async Task<string> MaskedAsync(AccountId account, CancellationToken ct) => (await accounts.GetAsync(account, ct)).MaskedName;

    /// <summary>The same; <c>null</c> when the account is gone.</summary>
    public Task<string?> FindMaskedAsync(AccountId account, CancellationToken ct) => accounts.FindMaskedNameAsync(account, ct);

    private byte[] HashOf(string digits) => pepper.Mac("transfer-code", Encoding.ASCII.GetBytes(digits));
}
