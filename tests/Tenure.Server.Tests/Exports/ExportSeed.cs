using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tenure.Client.Accounts;
using Tenure.Domain.Accounts;
using Tenure.Domain.Cases;
using Tenure.Domain.Contacts;
using Tenure.Domain.Devices;
using Tenure.Domain.Documents;
using Tenure.Domain.Flashing;
using Tenure.Domain.SignIn;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Cases;
using Tenure.Server.Data;
using Tenure.Server.Devices;
using Tenure.Server.Documents;
using Tenure.Server.Flashing;
using Tenure.Server.Flashing.Restores;
using Tenure.Server.Flashing.Unlocks;
using Tenure.Server.Flashing.Workshops;
using Tenure.Server.Leaving;
using Tenure.Server.SignIn.Contracts;
using Tenure.Server.Tests.Accounts;
using Tenure.Server.Tests.Devices;
using Identifier = Tenure.Domain.Accounts.Identifier;

namespace Tenure.Server.Tests.Exports;

/// <summary>A person of whom every table that may hold something of a person holds something, under a mark that nobody else has.</summary>
/// <param name="Holder">The person.</param>
/// <param name="Needles">What has to be in their archive, and in nobody else's.</param>
/// <param name="Secrets">What must be in none.</param>
/// <param name="CaseNumber">The number of the case that they opened.</param>
internal sealed record ExportSeed(TestHolder Holder, IReadOnlyList<string> Needles, IReadOnlyList<string> Secrets, string CaseNumber)
{
    /// <summary>A page of the person's document.</summary>
    public static byte[] Page(string mark) => Encoding.ASCII.GetBytes($"\u0001 a page of {mark}");

    public static async Task<ExportSeed> PlantAsync(DeviceHost host, DeviceTests tests, string mark)
    {
        var ct = DeviceTests.Ct;
        var holder = await host.NewHolderAsync(ct);
        var client = tests.ClientOf(holder.Token);
        await client.ChangeAccountAsync(new ChangeAccount(Nickname: $"Nick {mark}", Gender: $"gender {mark}", Country: "NZ"), ct);
        await client.PutPictureAsync(SamplePictures.Gif(1), ct);
        using var phone = host.NewPhone();
        phone.Facts = new Protocols.Tickets.DeviceFacts { Serial = $"SER{mark}" };
        await phone.EnrolAsync(ct);
        await phone.ActivateAsync(holder.Token, ct);
        await phone.SendReceiptAsync(ct);
        await tests.MarkLostAsync(holder, phone, message: $"Lost by {mark}", contact: null);
        var codes = await tests.RecoveryCodesAsync(holder);
        var number = mark == "ZQX" ? "7K3MQ9XV2D" : "7K3MQ9XV2E";
        await host.InScopeAsync(async services =>
        {
            await PlantAsync(services, host, holder.Id, new DeviceId(phone.Id), mark, number, ct);
            return 0;
        });
        return new ExportSeed(
            holder,
            [
                holder.Email, $"Nick {mark}", $"gender {mark}", $"SER{mark}", $"Lost by {mark}", phone.Id, $"old.{mark}@example.org", $"detail {mark}", $"computer {mark}", $"shop {mark}", $"shop computer {mark}", $"manifest {mark}",
                $"reason {mark}", $"browser {mark}", $"text {mark}", $"net {mark}", $"finder of {mark}", Domain.Cases.CaseNumber.Grouped(number), PhoneOf(mark), "49015420" + (mark == "ZQX" ? "323751" : "323752"), mark == "ZQX" ? "2024-03-01" : "2024-04-01",
            ],
            [holder.Token, .. codes, .. codes.Select(c => c.Replace("-", "", StringComparison.Ordinal)), DeviceHost.Password],
            Domain.Cases.CaseNumber.Grouped(number));
    }

    /// <summary>Every piece of bytes in the database, as JSON might spell it; the public key that names a device, and pictures, are left out.</summary>
    public static async Task<IReadOnlyList<string>> SecretsAsync(TenureDb db, CancellationToken ct)
    {
        var columns = (from entity in db.Model.GetEntityTypes()
                       from property in entity.GetFlattenedProperties()
                       where property.ClrType == typeof(byte[]) && entity.GetTableName() != "account_pictures"
                       select (Table: entity.GetTableName()!, Column: property.GetColumnName())).Distinct().ToList();
        List<string> spelled = [];
        foreach (var (table, column) in columns)
        {
            foreach (var bytes in (await db.ReadAsync(new Statement($"SELECT \"{column}\" FROM \"{table}\" WHERE \"{column}\" IS NOT NULL"), row => (byte[])row.GetValue(0), ct)).Where(b => b.Length >= 8))
            {
                spelled.AddRange([Convert.ToHexString(bytes), Convert.ToHexStringLower(bytes), Convert.ToBase64String(bytes), Base64Url.EncodeToString(bytes)]);
            }
        }

        spelled.AddRange(await db.ReadAsync(new Statement("SELECT password_hash FROM accounts"), row => row.GetString(0), ct));
        spelled.AddRange(await db.ReadAsync(new Statement("SELECT id FROM oidc_tokens"), row => row.GetValue(0).ToString()!, ct));
        return spelled;
    }

    private static string PhoneOf(string mark) => mark == "ZQX" ? "+64211234567" : "+64211234568";

    // What would take long by the doors that people use.
    private static async Task PlantAsync(IServiceProvider services, DeviceHost host, AccountId id, DeviceId deviceId, string mark, string number, CancellationToken ct)
    {
        var (db, now) = (services.GetRequiredService<TenureDb>(), host.Clock.GetUtcNow());
        var account = await db.Accounts.FirstAsync(a => a.Id == id, ct);
        var device = await db.Devices.FirstAsync(d => d.Id == deviceId, ct);
        db.Identifiers.Add(Identifier.Of(Address.Of(PhoneNumber.FromStored(PhoneOf(mark))), id, now));
        var former = Identifier.Of(Address.Of(EmailAddress.FromStored($"old.{mark}@example.org")), id, now);
        db.AddressChanges.Add(AddressChange.Of(account, AddressChangeKind.Removed, former, Secret(), now));
        db.Add(new Domain.Accounts.SecurityEvent(Guid.CreateVersion7(now), id, SecurityEventKind.ComputerBound, now, $"browser {mark}", $"net {mark}", $"detail {mark}"));
        db.KnownDevices.Add(KnownDevice.Make(id, Secret(), $"browser {mark}", now, services.GetRequiredService<SignInRules>()));

        var sim = new HeldSim(deviceId, device.HoldingId!.Value, 1);
        sim.See(Secret(), "4567", $"net {mark}", now);
        db.HeldSims.Add(sim);
        db.ClaimedImeis.Add(new ClaimedImei(deviceId, 0, "49015420" + (mark == "ZQX" ? "323751" : "323752")));
        db.DeviceSeals.Add(new DeviceSeal(deviceId, device.HoldingId.Value, Secret(), now));
        db.Add(DeviceTransfer.Open(device, erase: true, hasFreeProof: true, now));

        var computer = new ComputerId(Base64Url.EncodeToString(Secret()));
        db.KnownComputers.Add(BoundComputer.Apply(id, computer, $"computer {mark}", new SessionId(Guid.CreateVersion7()), byMail: false, now));
        db.Restores.Add(RestoreJob.Approve(device, id, Guid.CreateVersion7(), computer, $"manifest {mark}", erase: true, 3, Secret(), now));
        db.Unlocks.Add(UnlockRequest.Apply(id, deviceId, TimeSpan.FromHours(72), now));
        var workshop = new Workshop(Guid.CreateVersion7(), $"shop {mark}", now);
        db.Workshops.Add(workshop);
        db.WorkshopMembers.Add(new WorkshopMember(id, workshop.Id, true, now));
        db.WorkshopComputers.Add(WorkshopComputer.Apply(workshop.Id, new ComputerId(Base64Url.EncodeToString(Secret())), $"shop computer {mark}", id, now));

        var thread = new ContactThread(Guid.CreateVersion7(), device, Secret(), isBlocked: false, now);
        Assert.Null(thread.Write(byHolder: false, $"finder of {mark}", device, now, out var written));
        thread.Block(on: true, now);
        Assert.Null(thread.Write(byHolder: false, "hidden words", device, now, out var hidden));
        db.AddRange(thread, written!, hidden!);

        db.Deletions.Add(new AccountDeletion(id, Secret(), mark == "ZQX" ? new DateTimeOffset(2024, 3, 1, 0, 0, 0, TimeSpan.Zero) : new DateTimeOffset(2024, 4, 1, 0, 0, 0, TimeSpan.Zero)));
        var folder = new CaseId(Guid.CreateVersion7());
        var email = await db.Identifiers.Where(i => i.AccountId == id && i.Kind == IdentifierKind.Email).Select(i => i.Value).FirstAsync(ct);
        db.Cases.Add(Case.Open(folder, number, Secret(), CaseKind.Recovery, Secret(), id, null, email, OneTimeCode.Sent(Secret(), now), "roommate net", "en", isSigned: false, now));
        // At the same mailbox, which may be shared, and about somebody else: its number, and nothing that was said or sent.
        var shared = new CaseId(Guid.CreateVersion7());
        db.Cases.Add(Case.Open(shared, Domain.Cases.CaseNumber.Draw(), Secret(), CaseKind.Release, Secret(), null, null, email, OneTimeCode.Sent(Secret(), now), "roommate net", "en", isSigned: false, now));
        db.CaseMessages.Add(new CaseMessageRow(shared, 1, ByPerson: true, now, CaseReason.None, "roommate's words"));
        // Somebody else's, about this account: whom they are reached at is not the holder's to know.
        var theirs = new CaseId(Guid.CreateVersion7());
        db.Cases.Add(Case.Open(theirs, Domain.Cases.CaseNumber.Draw(), Secret(), CaseKind.Release, Secret(), id, device, "stranger@example.org", OneTimeCode.Sent(Secret(), now), "203.0.113.0/24", "en", isSigned: false, now));
        db.CaseMessages.Add(new CaseMessageRow(folder, 1, ByPerson: true, now, CaseReason.None, $"text {mark}"));
        db.CaseMessages.Add(new CaseMessageRow(theirs, 1, ByPerson: true, now, CaseReason.None, "stranger's words"));
        db.DocumentFolders.Add(new DocumentFolder(folder.Value, now));
        var store = services.GetRequiredService<DocumentStore>();
        var documentId = Guid.CreateVersion7();
        var document = new CaseDocument(documentId, folder.Value, 1, DocumentKind.Receipt, 100, store.NewKey(documentId), now);
        document.Keep(DocumentType.Jpeg, 1, Secret(), look: null);
        _ = Directory.CreateDirectory(Path.Combine(host.DataFolder, "documents", documentId.ToString("N")[^2..]));
        store.WritePage(document, 1, Page(mark));
        db.Documents.Add(document);
        var otherId = Guid.CreateVersion7();
        var other = new CaseDocument(otherId, shared.Value, 1, DocumentKind.Receipt, 100, store.NewKey(otherId), now);
        other.Keep(DocumentType.Jpeg, 1, Secret(), look: null);
        _ = Directory.CreateDirectory(Path.Combine(host.DataFolder, "documents", otherId.ToString("N")[^2..]));
        store.WritePage(other, 1, Page("roommate"));
        db.DocumentFolders.Add(new DocumentFolder(shared.Value, now));
        db.Documents.Add(other);
        await db.SaveChangesAsync(ct);
        await db.Cases.Where(c => c.Id == folder || c.Id == shared).ExecuteUpdateAsync(c => c.SetProperty(x => x.ContactProvenAt, now), ct);
        await db.Cases.Where(c => c.Id == theirs).ExecuteUpdateAsync(c => c.SetProperty(x => x.AnnouncedAt, now).SetProperty(x => x.DueAt, now.AddDays(14)).SetProperty(x => x.State, CaseState.Announced), ct);
        await services.GetRequiredService<OperatorLogBook>().AppendAsync(OperatorEvents.SessionsEnded, new LoggedAct("olga", id.ToString(), Reason: $"reason {mark}"), ct);
    }

    private static byte[] Secret() => RandomNumberGenerator.GetBytes(32);
}
