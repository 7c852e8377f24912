using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tenure.Client;
using Tenure.Device.Agent;
using Tenure.Device.Phone;
using Tenure.Domain.Accounts;
using Tenure.Domain.Contacts;
using Tenure.Domain.Devices;
using Tenure.Domain.Flashing;
using Tenure.Protocols.Firmware;
using Tenure.Protocols.Identifiers;
using Tenure.Protocols.Manifests;
using Tenure.Protocols.Tickets;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Audit.Tree;
using Tenure.Server.Data;
using Tenure.Server.Devices;
using Tenure.Domain.Cases;
using Tenure.Domain.Documents;
using Tenure.Domain.Operators;
using Tenure.Server.Cases;
using Tenure.Server.Cases.Contracts;
using Tenure.Server.Devices.Manifests;
using Tenure.Server.Documents.Contracts;
using Tenure.Server.Exports;
using Tenure.Server.Flashing.Packages;
using Tenure.Server.Operators;
using Tenure.Server.Platform.Mail;
using Tenure.Server.Proofs.Contracts;
using Tenure.Server.Platform.Pages;
using Tenure.Server.Tests.Hosting;

namespace Tenure.Acceptance.Tests.Pages;

/// <summary>The real host on a real socket, on SQLite, as a development server: nothing in it is replaced but what a password costs.</summary>
public sealed partial class PageServer : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("tenure-pages").FullName;
    private readonly Host host;
    private readonly List<IDisposable> taken = [];

    public PageServer()
    {
        host = new Host(folder);
        host.UseKestrel(0);
        host.StartServer();
        using var http = host.CreateClient();
        Address = http.BaseAddress ?? throw new InvalidOperationException("The server has no address.");
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>The routes that answer with a page, as the host has them.</summary>
    public IReadOnlyList<string> PageRoutes =>
    [
        .. host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<Microsoft.AspNetCore.Components.Endpoints.ComponentTypeMetadata>() is not null)
            .Select(e => "/" + e.RoutePattern.RawText!.TrimStart('/')).Distinct().Order(StringComparer.Ordinal),
    ];

    /// <summary>A plain client without cookies; redirects are not followed.</summary>
    public HttpClient Http() => new(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Address };

    /// <summary>The typed client.</summary>
    public TenureClient Client() => new(Http());

    /// <summary>The six digits in the last mail to somebody.</summary>
    public async Task<string> LastCodeAsync(string email, CancellationToken ct) =>
        SixDigits().Match(await LastTextAsync(email, ct)).Value.Replace(" ", "", StringComparison.Ordinal);

    /// <summary>The text of the last message to an address.</summary>
    public async Task<string> LastTextAsync(string email, CancellationToken ct)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TenureDb>();
        return await db.Outbox.AsNoTracking().Where(m => m.Recipient == email).OrderByDescending(m => m.CreatedAt).Select(m => m.Text).FirstAsync(ct);
    }

    /// <summary>The last mail to somebody as HTML.</summary>
    public async Task<string> LastHtmlAsync(string email, CancellationToken ct)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TenureDb>();
        return (await db.Outbox.AsNoTracking().Where(m => m.Recipient == email).OrderByDescending(m => m.CreatedAt).Select(m => m.Html).FirstAsync(ct))!;
    }

    /// <summary>Makes somebody's recovery codes so old that they count beside a password.</summary>
    public async Task AgeRecoveryCodesAsync(string email, CancellationToken ct)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TenureDb>();
        var account = await db.Set<Domain.Accounts.Identifier>().Where(i => i.Value == email).Select(i => i.AccountId).SingleAsync(ct);
        var then = scope.ServiceProvider.GetRequiredService<TimeProvider>().GetUtcNow() - Domain.Accounts.Account.QuietTime;
        await db.Set<Domain.SignIn.RecoveryCode>().Where(c => c.AccountId == account).ExecuteUpdateAsync(c => c.SetProperty(x => x.MadeAt, then), ct);
        // Their quiet time is over as long.
        await db.Set<Domain.Accounts.Account>().Where(a => a.Id == account && a.QuietUntil != null).ExecuteUpdateAsync(a => a.SetProperty(x => x.QuietUntil, then), ct);
    }

    /// <summary>Adds entries to a device's log, as many contacts would.</summary>
    public async Task GrowLogAsync(string device, int entries, CancellationToken ct)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TenureDb>();
        var id = new DeviceId(device);
        var found = await db.Set<Domain.Devices.Device>().SingleAsync(d => d.Id == id, ct);
        for (var entry = 0; entry < entries; entry++)
        {
            await scope.ServiceProvider.GetRequiredService<DeviceLogBook>().AppendAsync(found, DeviceEvents.Synced, ticket: null, by: null, ct);
        }

        await db.SaveChangesAsync(ct);
    }

    /// <summary>Waits until the log has taken up every entry and signed it.</summary>
    public async Task LogTakenUpAsync(CancellationToken ct)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TenureDb>();
        for (var waited = System.Diagnostics.Stopwatch.StartNew(); waited.Elapsed < TimeSpan.FromSeconds(30) && await db.Set<WaitingEntry>().AnyAsync(ct);)
        {
            await Task.Delay(50, ct);
        }
    }

    /// <summary>Takes in a manifest that names a device, and writes down that another one said it is it.</summary>
    public async Task AttestAsync(string device, CancellationToken ct)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var (keyFile, file) = (Path.Combine(folder, "maker.pub"), Path.Combine(folder, "manifest"));
        await File.WriteAllTextAsync(keyFile, key.ExportSubjectPublicKeyInfoPem(), ct);
        using (var parts = new MemoryStream())
        using (var manifest = File.Create(file))
        {
            var writer = new ManifestWriter(parts);
            writer.Add(new()
            {
                Device = KeyThumbprint.Parse(device),
                Serial = "T1-7001",
                Model = "Tenure One",
                Imeis = [Imei.FromDigits("49015420323751")],
                Region = "EU",
                RollbackIndexes = new Dictionary<uint, ulong> { [0] = 1, [1] = 4 },
            });
            writer.Sign(manifest, key);
        }

        await using var scope = host.Services.CreateAsyncScope();
        Assert.Null((await scope.ServiceProvider.GetRequiredService<MakerKeys>().AddAsync("Lotus Works", keyFile, ct)).Failure);
        Assert.Null((await scope.ServiceProvider.GetRequiredService<ImportManifest>().ExecuteAsync(file, (_, _) => { }, ct)).Failure);
        var db = scope.ServiceProvider.GetRequiredService<TenureDb>();
        var other = KeyThumbprint.FromBytes(SHA256.HashData("another"u8)).Text;
        db.Set<DeviceDuplicate>().Add(new(new DeviceId(device), new DeviceId(other), DuplicateField.Imei, scope.ServiceProvider.GetRequiredService<TimeProvider>().GetUtcNow()));
        await db.SaveChangesAsync(ct);
    }

    /// <summary>Writes down that a device and one that nobody ever held named tickets which were never issued here.</summary>
    public async Task AlarmAsync(string device, CancellationToken ct)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TenureDb>();
        var tickets = scope.ServiceProvider.GetRequiredService<UnknownTickets>();
        using var phone = PhoneCore.Boot(new MemoryStorage(), new PhoneFacts("Tenure One", "T1-0009", "lotus", "1.0", "Tenure OS", "1.0", Address));
        using var agent = new DeviceAgent(phone, TimeProvider.System);
        agent.Connect(Client());
        agent.Confirm(await agent.MeetServerAsync(Address, ct));
        await agent.EnrolAsync(ct);
        foreach (var id in (DeviceId[])[new(device), new(phone.Identity.Id.Text)])
        {
            await tickets.NoteAsync(await db.Set<Domain.Devices.Device>().SingleAsync(d => d.Id == id, ct), new TicketId(Guid.CreateVersion7()), ct);
        }

        await db.SaveChangesAsync(ct);
    }

    /// <summary>Writes down that there may be a copy of a device.</summary>
    public async Task SeeCopyAsync(string device, CancellationToken ct)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TenureDb>();
        var (id, now) = (new DeviceId(device), scope.ServiceProvider.GetRequiredService<TimeProvider>().GetUtcNow());
        var setback = await db.Set<Setback>().SingleOrDefaultAsync(s => s.DeviceId == id, ct) ?? db.Set<Setback>().Add(new(id, now)).Entity;
        Assert.Equal(SetbackKind.Repeated, setback.Note((uint)setback.Times, wasHeld: true, heldSince: null, isCopy: true, now));
        await db.SaveChangesAsync(ct);
    }

    /// <summary>An export that waits to be fetched, or one that another process makes for ever.</summary>
    public async Task MakeExportAsync(string email, bool isReady, CancellationToken ct)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TenureDb>();
        var (id, now) = (Guid.CreateVersion7(), scope.ServiceProvider.GetRequiredService<TimeProvider>().GetUtcNow());
        var export = new AccountExport(id, await db.Set<Identifier>().Where(i => i.Value == email).Select(i => i.AccountId).SingleAsync(ct), hasFreeProof: true, now);
        if (isReady)
        {
            export.Finish([1], 1_234_567, now);
        }
        else
        {
            taken.Add(scope.ServiceProvider.GetRequiredService<ExportStore>().Take(id)!);
        }

        db.Add(export);
        await db.SaveChangesAsync(ct);
    }

    /// <summary>Somebody who has a lost phone writes to its holder, about each that is lost here; gives the secret of the last.</summary>
    public async Task<string> OpenContactAsync(CancellationToken ct)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var (db, now) = (scope.ServiceProvider.GetRequiredService<TenureDb>(), scope.ServiceProvider.GetRequiredService<TimeProvider>().GetUtcNow());
        var secret = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        foreach (var device in await db.Devices.Where(d => d.HoldingId != null).OrderByDescending(d => d.State == DeviceState.Lost).Take(2).ToListAsync(ct))
        {
            secret = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
            var thread = new ContactThread(Guid.CreateVersion7(), device, SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(secret)), isBlocked: false, now);
            Assert.Null(thread.Write(byHolder: false, "I found it at the station.", device, now, out var message));
            db.AddRange(thread, message!);
        }

        await db.SaveChangesAsync(ct);
        return secret;
    }

    /// <summary>Opens a folder for documents, as a case does; gives its key.</summary>
    public async Task<string> OpenDocumentsAsync(CancellationToken ct)
    {
        var folder = Guid.CreateVersion7();
        await using var scope = host.Services.CreateAsyncScope();
        var folders = scope.ServiceProvider.GetRequiredService<DocumentFolders>();
        folders.Open(folder);
        await scope.ServiceProvider.GetRequiredService<TenureDb>().SaveChangesAsync(ct);
        return folders.KeyOf(folder, scope.ServiceProvider.GetRequiredService<TimeProvider>().GetUtcNow());
    }

    /// <summary>A recovery code of whoever holds a device, old enough to count.</summary>
    public async Task<string> PaperAsync(string device, CancellationToken ct)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TenureDb>();
        var id = new DeviceId(device);
        var holder = await db.Set<Domain.Devices.Device>().Where(d => d.Id == id).Select(d => d.Holder).SingleAsync(ct);
        var codes = await scope.ServiceProvider.GetRequiredService<RecoveryCodes>().ReplaceAsync(holder!.Value, scope.ServiceProvider.GetRequiredService<TimeProvider>().GetUtcNow().AddDays(-4), ct);
        await db.SaveChangesAsync(ct);
        return codes[0];
    }

    /// <summary>Makes an operator, as the server's own program does.</summary>
    public async Task MakeOperatorAsync(string name, string password, CancellationToken ct)
    {
        await using var scope = host.Services.CreateAsyncScope();
        Assert.Null((await scope.ServiceProvider.GetRequiredService<OperatorBook>().CreateAsync(name, password, ct)).Refusal);
    }

    /// <summary>Makes an agent, as two people do in three days.</summary>
    public async Task MakeAgentAsync(string name, string password, CancellationToken ct)
    {
        await MakeOperatorAsync(name, password, ct);
        await using var scope = host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TenureDb>();
        var then = scope.ServiceProvider.GetRequiredService<TimeProvider>().GetUtcNow() - ServerOperator.RoleWait;
        var person = await db.Set<ServerOperator>().SingleAsync(o => o.Name == name, ct);
        person.OfferRole(OperatorRole.Agent, then);
        Assert.Null(person.ConfirmRole(default, then));
        await db.SaveChangesAsync(ct);
    }

    /// <summary>Gives an operator a passkey that they have had for long; nobody has its private half.</summary>
    public async Task GivePasskeyAsync(string name, CancellationToken ct)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TenureDb>();
        var person = await db.Set<ServerOperator>().SingleAsync(o => o.Name == name, ct);
        Assert.Null(person.AddPasskey(Guid.CreateVersion7(), "Blue", RandomNumberGenerator.GetBytes(32), [1], 0, null, scope.ServiceProvider.GetRequiredService<TimeProvider>().GetUtcNow() - ServerOperator.RoleWait));
        await db.SaveChangesAsync(ct);
    }

    /// <summary>Wrong passwords of before are forgotten: a visit that types some of its own loses no session in its middle.</summary>
    public async Task ForgetTriesAsync(CancellationToken ct)
    {
        await using var scope = host.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<TenureDb>().Database.ExecuteSqlRawAsync("DELETE FROM throttles", ct);
    }

    /// <summary>All passkeys count, as if their time had come.</summary>
    public async Task LetPasskeysCountAsync(CancellationToken ct)
    {
        await using var scope = host.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<TenureDb>().Database.ExecuteSqlRawAsync("UPDATE operator_passkeys SET counts_from = registered_at", ct);
    }

    /// <summary>When an operator's passkeys signed last, the oldest first.</summary>
    public async Task<IReadOnlyList<DateTimeOffset?>> PasskeysOfAsync(string name, CancellationToken ct)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var person = await scope.ServiceProvider.GetRequiredService<TenureDb>().Set<ServerOperator>().AsNoTracking().SingleAsync(o => o.Name == name, ct);
        return [.. person.Passkeys.OrderBy(key => key.RegisteredAt).Select(key => key.LastUsedAt)];
    }

    /// <summary>Draws an agent for a case, as the lot would.</summary>
    public async Task DrawAsync(string number, string name, CancellationToken ct)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TenureDb>();
        var plain = CaseNumber.Plain(number);
        var (id, agent) = (await db.Set<Case>().Where(c => c.Number == plain).Select(c => c.Id).SingleAsync(ct), await db.Set<ServerOperator>().Where(o => o.Name == name).Select(o => o.Id).SingleAsync(ct));
        Assert.True(await scope.ServiceProvider.GetRequiredService<CaseDesk>().DrawAsync(id, [(agent, false)], _ => Task.CompletedTask, ct));
    }

    /// <summary>Plays a case until two agents let it be announced; the papers of a release count as sent and looked at.</summary>
    /// <returns>The path of its secret link, and its number.</returns>
    public async Task<(string Path, string Number)> AnnounceAsync(string kind, string identifier, string contact, CancellationToken ct)
    {
        var client = Client();
        var opened = await client.OpenCaseAsync(new Client.Cases.OpenCase(kind, contact, identifier), ct);
        await client.ProveCaseContactAsync(opened.Number, opened.Secret, new Client.Cases.ProveCaseContact(await LastCodeAsync(contact, ct)), ct);
        await using var scope = host.Services.CreateAsyncScope();
        var (db, now) = (scope.ServiceProvider.GetRequiredService<TenureDb>(), scope.ServiceProvider.GetRequiredService<TimeProvider>().GetUtcNow());
        var plain = CaseNumber.Plain(opened.Number);
        var id = await db.Set<Case>().Where(c => c.Number == plain).Select(c => c.Id).SingleAsync(ct);
        if (kind == "release")
        {
            foreach (var (at, paper) in new[] { (1, DocumentKind.Receipt), (2, DocumentKind.SimOwner) })
            {
                var sent = new CaseDocument(Guid.CreateVersion7(), id.Value, at, paper, 1000, [1], now);
                sent.Receive(1000);
                sent.Keep(DocumentType.Jpeg, 1, RandomNumberGenerator.GetBytes(32), look: null);
                db.Add(sent);
            }

            await db.SaveChangesAsync(ct);
            await db.Set<DocumentFolder>().Where(f => f.Id == id.Value).ExecuteUpdateAsync(f => f.SetProperty(x => x.LastNumber, 2), ct);
        }

        await client.SubmitCaseAsync(opened.Number, opened.Secret, ct);
        foreach (var agent in new[] { new OperatorId(Guid.CreateVersion7()), new OperatorId(Guid.CreateVersion7()) })
        {
            await using var vote = host.Services.CreateAsyncScope();
            var desk = vote.ServiceProvider.GetRequiredService<CaseDesk>();
            Assert.True(await desk.DrawAsync(id, [(agent, true)], _ => Task.CompletedTask, ct));
            var seen = await desk.LookAsync(agent, opened.Number, ct);
            Assert.Null(await desk.DecideAsync(agent, isSenior: true, opened.Number, seen.Value.Digest, approves: true, CaseReason.None, ct));
        }

        return ($"/case/{opened.Number}/{opened.Secret}", opened.Number);
    }

    /// <summary>The wait of a recovery is over, as if it had been announced long ago.</summary>
    public async Task OfferAsync(string number, CancellationToken ct)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var (db, now) = (scope.ServiceProvider.GetRequiredService<TenureDb>(), scope.ServiceProvider.GetRequiredService<TimeProvider>().GetUtcNow());
        var plain = CaseNumber.Plain(number);
        var (told, due) = (now - (2 * CaseRules.LongWait), now - CaseRules.LongWait);
        await db.Set<Case>().Where(c => c.Number == plain).ExecuteUpdateAsync(c => c.SetProperty(x => x.AnnouncedAt, told).SetProperty(x => x.DueAt, due), ct);
        var id = await db.Set<Case>().Where(c => c.Number == plain).Select(c => c.Id).SingleAsync(ct);
        await scope.ServiceProvider.GetRequiredService<TickCase>().ExecuteAsync(id, ct);
        Assert.Equal(CaseState.Offered, await db.Set<Case>().AsNoTracking().Where(c => c.Number == plain).Select(c => c.State).SingleAsync(ct));
    }

    /// <summary>Makes a workshop with a bound computer, once, and a package that fits a device.</summary>
    public async Task MakeWorkshopAsync(string name, string device, CancellationToken ct)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TenureDb>();
        if (await db.Set<Workshop>().AnyAsync(w => w.Name == name, ct))
        {
            return;
        }

        var (id, now) = (new DeviceId(device), scope.ServiceProvider.GetRequiredService<TimeProvider>().GetUtcNow());
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var made = PublicKeyP256.From(key);
        var model = await db.Set<Domain.Devices.Device>().Where(d => d.Id == id).Select(d => d.Model).SingleAsync(ct);
        var manifest = new FirmwareManifest
        {
            Product = model,
            Version = "2",
            Regions = ["EU"],
            PatchLevel = new DateOnly(2026, 5, 1),
            Storage = new FirmwareStorage("ufs", 4096, [1000]),
            Entries = [new FirmwareProgram(new FirmwareRange(0, 10, 2), new byte[32])],
        };
        var signed = FirmwareManifestCodec.Sign(manifest, key);
        db.Add(new ReleaseKey(made.Thumbprint.Text, "Example Phones", made.ToCoseKey(), now));
        db.Add(new FirmwarePackage(FirmwareBook.TextOf(signed), made.Thumbprint.Text, "Example Phones", manifest.Product, manifest.Version, signed, now));
        var workshop = new Workshop(Guid.CreateVersion7(now), name, now);
        db.Add(workshop);
        db.Add(WorkshopComputer.Apply(workshop.Id, new ComputerId(made.Thumbprint.Text), "Counter", default, now - WorkshopComputer.Wait));
        await db.SaveChangesAsync(ct);
    }

    public async ValueTask DisposeAsync()
    {
        taken.ForEach(file => file.Dispose());
        await host.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [GeneratedRegex(@"\b\d{3} ?\d{3}\b")]
    private static partial Regex SixDigits();

    // Any type of the server: the command line has a Program, too.
    private sealed class Host(string folder) : WebApplicationFactory<TenurePage>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseSetting("Tenure:Data", folder);
            // One machine plays everybody here; the tests of throttling are the server's.
            builder.UseSetting("SignIn:FreePerIdentifier", "20");
            builder.UseSetting("SignIn:FreePerNetwork", "10000");
            builder.UseSetting("SignIn:FreeMailsPerNetwork", "10000");
            builder.ConfigureTestServices(services => services.AddCheapHashes());
        }
    }
}
