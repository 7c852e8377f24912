using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Tenure.Client;
using Tenure.Client.Devices;
using Tenure.Client.Flashing;
using Tenure.Domain.Devices;
using Tenure.Domain.Flashing;
using Tenure.Domain.SignIn;
using Tenure.Protocols.Firmware;
using Tenure.Protocols.Tickets;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Audit;
using Tenure.Server.Flashing.Packages;
using Tenure.Server.Platform.Mail;
using Tenure.Server.Tests.Devices;
using StartRestore = Tenure.Client.Flashing.StartRestore;

namespace Tenure.Server.Tests.Flashing;

/// <summary>A device, its holder, a package and a bound computer, and what is done with them.</summary>
public abstract class RestoreStage(DeviceHost host) : DeviceTests(host)
{
    private readonly DeviceHost host = host;

    // A phone of region EU that starts index 5 and above, its holder, and their bound computer.
    private protected async Task<(TestHolder Holder, TestPhone Phone, TenureClient Client)> StageAsync(TestHolder? known = null)
    {
        var holder = known ?? await host.NewHolderAsync(Ct);
        var phone = host.NewPhone();
        phone.Facts = new DeviceFacts { Region = "EU", RollbackIndexes = new Dictionary<uint, ulong> { [1] = 5 } };
        await phone.EnrolAsync(Ct);
        await phone.ActivateAsync(holder.Token, Ct);
        await phone.SendReceiptAsync(Ct);
        return (holder, phone, await ComputerAsync(holder, ComputerKey.Create()));
    }

    private protected async Task<TenureClient> ComputerAsync(TestHolder holder, ComputerKey key)
    {
        await BindAsync(holder, key, host.Clock.GetUtcNow());
        var client = ClientOf(await host.NewTokenAsync(holder.Id, Ct, kind: SessionKind.CommandLine));
        client.Computer = key;
        return client;
    }

    // Tokens do not live that long.
    private protected async Task LaterAsync(TenureClient client, TestHolder holder, TimeSpan time)
    {
        host.Clock.Advance(time);
        client.AccessToken = await host.NewTokenAsync(holder.Id, Ct, kind: SessionKind.CommandLine);
    }

    private protected Task<int> BindAsync(TestHolder holder, ComputerKey key, DateTimeOffset from) => host.InDatabaseAsync(async db =>
    {
        db.Add(BoundComputer.Apply(holder.Id, new ComputerId(key.Id), "Desk", default, byMail: false, from));
        return await db.SaveChangesAsync(Ct);
    });

    private protected Task<string> RegisterAsync(Func<FirmwareManifest, FirmwareManifest>? change = null) => host.InDatabaseAsync(async db =>
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var made = PublicKeyP256.From(key);
        var manifest = new FirmwareManifest
        {
            Product = "lotus",
            Version = "2",
            Regions = ["EU", "US"],
            RollbackIndexes = new Dictionary<uint, ulong> { [1] = 5 },
            PatchLevel = new DateOnly(2026, 5, 1),
            Storage = new FirmwareStorage("ufs", 4096, [1000]),
            Entries = [new FirmwareProgram(new FirmwareRange(0, 10, 2), RandomNumberGenerator.GetBytes(32)), new FirmwarePatch(0, "1", 0, 4, "5"), new FirmwareErase(new FirmwareRange(0, 500, 100))],
            UserData = [new FirmwareRange(0, 500, 100)],
        };
        var signed = FirmwareManifestCodec.Sign(change?.Invoke(manifest) ?? manifest, key);
        db.Add(new ReleaseKey(made.Thumbprint.Text, "Example Phones", made.ToCoseKey(), host.Clock.GetUtcNow()));
        var read = FirmwareManifestCodec.ReadUnverified(signed, out _);
        db.Add(new FirmwarePackage(FirmwareBook.TextOf(signed), made.Thumbprint.Text, "Example Phones", read.Product, read.Version, signed, host.Clock.GetUtcNow()));
        await db.SaveChangesAsync(Ct);
        return FirmwareBook.TextOf(signed);
    });

    private protected async Task<Restore> ApproveAsync(TenureClient client, TestHolder holder, TestPhone phone, string digest, bool erase = false)
    {
        // Old enough to have a code of its own.
        host.Clock.Advance(TimeSpan.FromMilliseconds(1));
        return await client.StartRestoreAsync(new StartRestore(phone.Id, digest, erase, DeviceHost.Password, (await RecoveryCodesAsync(holder))[0]), Ct);
    }

    private protected static Task<DeviceEvidence> FlashEvidenceAsync(TestPhone phone, TicketState? state) =>
        phone.EvidenceAsync(EvidencePurpose.Flash, null, Ct, e => e with { State = state, Facts = phone.Facts });

    private protected static async Task<string> TicketAsync(TenureClient client, Restore restore, TestPhone phone, TicketState? state = TicketState.Held) =>
        (await client.GetFlashTicketAsync(restore.Id, await FlashEvidenceAsync(phone, state), Ct)).Ticket;

    private protected async Task ReceiptAsync(Restore restore, TestPhone phone, Ticket ticket, uint done, uint failed) => await host.NewClient().SendFlashReceiptAsync(
        restore.Id, await phone.EvidenceAsync(EvidencePurpose.Flashed, null, Ct, e => e with { Flashed = new FlashReceipt(ticket.TicketId, ticket.Flash!.Manifest, done, failed) }), Ct);

    private protected static (string State, int Tickets, long? Done, long? Failed) Of(Restore restore) => (restore.State, restore.Tickets, restore.EntriesDone, restore.EntriesFailed);

    private protected Task<List<string>> SubjectsAsync(TestHolder holder) => host.InDatabaseAsync(db => db.Outbox.AsNoTracking().Where(m => m.Recipient == holder.Email).Select(m => m.Subject).ToListAsync(Ct));

    private protected Task<List<string>> EventsAsync(TestPhone phone) => host.InDatabaseAsync(db =>
    {
        var id = new DeviceId(phone.Id);
        return db.DeviceLog.AsNoTracking().Where(r => r.DeviceId == id).OrderBy(r => r.Sequence).Select(r => r.Event).ToListAsync(Ct);
    });

    private protected Task<int> ChangeAsync(TestHolder holder, Action<Domain.Accounts.Account> change) => host.InDatabaseAsync(async db =>
    {
        change(await db.Accounts.FirstAsync(a => a.Id == holder.Id, Ct));
        return await db.SaveChangesAsync(Ct);
    });
}
