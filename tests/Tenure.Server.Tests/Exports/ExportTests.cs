using System.ComponentModel;
using System.IO.Compression;
using System.Net;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tenure.Client;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Exports;
using Tenure.Server.Exports.Contracts;
using Tenure.Server.Platform.Files;
using Tenure.Server.Proofs.Contracts;
using Tenure.Server.Tests.Devices;
using Tenure.Server.Tests.Hosting;
using Account = Tenure.Domain.Accounts.Account;
using AskExport = Tenure.Client.Accounts.AskExport;
using FetchExport = Tenure.Client.Accounts.FetchExport;

namespace Tenure.Server.Tests.Exports;

/// <summary>A person takes everything about their account with them: all of it, once, and nobody else does.</summary>
public abstract class ExportTests(DeviceHost host) : DeviceTests(host)
{
    private readonly DeviceHost host = host;

    [Fact]
    public async Task Each_table_is_in_the_archive_or_has_a_reason_why_not()
    {
        // A new table belongs into an IExportSource of its capability, or here with the reason.
        Dictionary<string, string> reasons = new(StringComparer.Ordinal)
        {
            ["address_proofs"] = "an address that nobody has proven may be somebody else's; gone within the hour",
            ["password_resets"] = "hashes of codes under way, gone within the hour; that it happened is among the events",
            ["password_undos"] = "the hash of the password of before; that it happened is among the events",
            ["registrations"] = "before there is an account",
            ["proof_codes"] = "hashes of codes under way",
            ["sign_in_transactions"] = "sign-ins under way, minutes old",
            ["throttles"] = "counts under keyed hashes",
            ["code_budgets"] = "counts under keyed hashes",
            ["oidc_tokens"] = "keys to the account",
            ["oidc_applications"] = "the programs that may ask, which are nobody's",
            ["oidc_scopes"] = "nobody's",
            ["outbox"] = "letters on their way, with codes and links that open things; what they tell is among the events",
            ["sms_counters"] = "counts under keyed hashes",
            ["sms_country_counts"] = "counts of countries",
            ["sms_closures"] = "countries that get no SMS",
            ["server_keys"] = "the server's",
            ["data_protection_keys"] = "the server's",
            ["server_generations"] = "the server's",
            ["spent_nonces"] = "used random values, minutes old",
            ["status_codes"] = "a hash of digits that a device shows, minutes old",
            ["device_setbacks"] = "counters of a device; that it went back is among the events",
            ["device_duplicates"] = "what other devices said",
            ["ticket_alarms"] = "tickets of nobody's making",
            ["manifests"] = "what makers say",
            ["manifest_keys"] = "what makers say",
            ["manifest_devices"] = "what makers say of a device, whoever has it",
            ["manifest_imeis"] = "what makers say of a device, whoever has it",
            ["firmware"] = "packages of makers",
            ["firmware_keys"] = "keys of makers",
            ["operators"] = "those who run the server",
            ["operator_sessions"] = "the sign-ins of those who run the server",
            ["operator_passkeys"] = "the keys of those who run the server",
            ["operator_log_heads"] = "the end of a chain",
            ["agent_looks"] = "at which cases agents looked",
            ["agent_alarms"] = "about agents",
            ["case_figures"] = "how many cases there are",
            ["case_decoys"] = "cases of nobody, which the server made up",
            ["case_acts"] = "names agents; what they decided is how the case stands",
            ["case_draws"] = "names agents, by lot",
            ["case_contests"] = "keyed hashes of the ways by which somebody objected",
            ["case_notices"] = "hashes of secrets in letters",
            ["document_bands"] = "an index of pictures that look alike",
            ["log_tree"] = "hashes over all logs",
            ["log_waiting"] = "hashes over all logs",
            ["log_leaves"] = "hashes over all logs",
            ["log_tiles"] = "hashes over all logs",
            ["log_checkpoints"] = "hashes over all logs",
            ["tombstones"] = "of accounts that are erased",
        };
        // Whose own names stand beside those of what is exported.
        reasons["workshops"] = "service centres; the names of one's own are in the archive";
        var tables = await host.InDatabaseAsync(db => Task.FromResult(db.Model.GetEntityTypes().Select(e => e.GetTableName()!).Distinct().ToList()));
        var spoken = Parts(parts => parts.SelectMany(p => p.Tables).Distinct().ToList());
        Assert.Empty(spoken.Intersect(reasons.Keys, StringComparer.Ordinal));
        Assert.Equal(tables.Order(StringComparer.Ordinal), spoken.Concat(reasons.Keys).Order(StringComparer.Ordinal));
        // What names an account has no other reason than that it is a secret, under way, or somebody else's.
        string[] secret = ["address_proofs", "password_resets", "password_undos", "proof_codes", "sign_in_transactions", "operator_sessions"];
        var naming = await host.InDatabaseAsync(db => Task.FromResult(db.Model.GetEntityTypes()
            .Where(e => e.GetProperties().Any(p => p.ClrType == typeof(AccountId) || p.ClrType == typeof(AccountId?))).Select(e => e.GetTableName()!).Distinct().ToList()));
        Assert.Equal(secret.Order(StringComparer.Ordinal), naming.Except(spoken).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Everything_of_a_person_is_in_the_archive_and_no_secret_and_nothing_of_another()
    {
        var (ada, bob) = (await ExportSeed.PlantAsync(host, this, "ZQX"), await ExportSeed.PlantAsync(host, this, "WVK"));
        await AskAsync(ada.Holder);
        using var zip = await ReadyAsync(ada.Holder);
        var files = zip.Entries.Where(e => e.Name.EndsWith(".json", StringComparison.Ordinal) && e.Name != "schema.json").ToDictionary(e => e.FullName, Read);
        Assert.Equal(Parts(parts => parts.Where(p => p.Row is not null).Select(p => $"{p.Name}.json").Order(StringComparer.Ordinal).ToList()), files.Keys.Order(StringComparer.Ordinal));
        var schema = JsonDocument.Parse(Read(zip.GetEntry("schema.json")!)).RootElement.GetProperty("$defs");
        foreach (var (name, text) in files)
        {
            var rows = JsonDocument.Parse(text).RootElement.EnumerateArray().ToList();
            Assert.True(rows.Count > 0, $"{name} is empty: nothing was planted for it");
            var known = schema.GetProperty(name).GetProperty("items").GetProperty("properties").EnumerateObject().Select(p => p.Name).ToList();
            Assert.All(rows, row => Assert.Equal(known, row.EnumerateObject().Select(p => p.Name)));
        }

        var all = string.Concat(files.Values);
        Assert.All(ada.Needles, needle => Assert.Contains(needle, all, StringComparison.Ordinal));
        Assert.All(bob.Needles, needle => Assert.DoesNotContain(needle, all, StringComparison.Ordinal));
        Assert.DoesNotContain("stranger", all, StringComparison.Ordinal);
        Assert.DoesNotContain("roommate", all, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden words", all, StringComparison.Ordinal);
        Assert.Equal(ExportSeed.Page("ZQX"), await BytesAsync(zip, $"document-pages/{ada.CaseNumber}-1-1.jpg"));
        Assert.Equal((byte[])[0xFF, 0xD8], (await BytesAsync(zip, "picture/picture.jpg"))[..2]);
        Assert.Single(zip.Entries, e => e.FullName.StartsWith("document-pages/", StringComparison.Ordinal));
        Assert.StartsWith("Everything about your account", Read(zip.GetEntry("README.txt")!), StringComparison.Ordinal);

        // Whatever the database keeps in bytes is a key, a hash or a name of the log's own.
        var secrets = await host.InDatabaseAsync(db => ExportSeed.SecretsAsync(db, Ct));
        Assert.NotEmpty(secrets);
        Assert.All(secrets.Concat(ada.Secrets), secret => Assert.DoesNotContain(secret, all, StringComparison.Ordinal));
        Assert.DoesNotContain(ada.Holder.Id.ToString(), all, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_page_in_the_docs_says_every_file_and_field_and_no_other()
    {
        var page = await File.ReadAllTextAsync(Testing.Repository.File("docs", "exports.md"), Ct);
        var said = page.Split('\n').Where(line => line.StartsWith("## `", StringComparison.Ordinal) || line.StartsWith("| `", StringComparison.Ordinal)).ToList();
        var expected = Parts(parts => parts.SelectMany(part => part.Row is { } row
            ? row.GetProperties().Select(p => (p, p.GetCustomAttribute<DescriptionAttribute>()!.Description))
                .Select(p => $"| `{JsonNamingPolicy.CamelCase.ConvertName(p.p.Name)}` | {KindOf(p.p)} | {p.Description} |").Prepend($"## `{part.Name}.json`")
            : [$"## `{part.Name}/`"]).ToList());
        Assert.Equal(expected, said);
    }

    [Fact]
    public async Task It_takes_two_proofs_made_for_it_and_two_more_to_fetch_it()
    {
        var (ada, bob) = (await host.NewHolderAsync(Ct), await host.NewHolderAsync(Ct));
        var client = ClientOf(ada.Token);
        Assert.Equal("export_none", await CodeAsync(() => FetchAsync(ada)));
        Assert.Equal("step_up_failed", await CodeAsync(() => client.AskExportAsync(new AskExport("not the password at all", "123456", "x"), Ct)));
        var (foreign, foreignCode) = await MailedCodeAsync(bob, bob.Token, "accountExport");
        Assert.Equal("code_spent", await CodeAsync(() => client.AskExportAsync(new AskExport(DeviceHost.Password, foreignCode, foreign), Ct)));
        var (wrong, wrongCode) = await MailedCodeAsync(ada, ada.Token, "fetchExport");
        Assert.Equal("code_spent", await CodeAsync(() => client.AskExportAsync(new AskExport(DeviceHost.Password, wrongCode, wrong), Ct)));
        // A thief with the phone's session and mailbox lacks the password; one who only knows that lacks the mailbox.
        Assert.Equal("none", (await client.GetExportAsync(Ct)).State);
        var (asked, askCode) = await MailedCodeAsync(ada, ada.Token, "accountExport");
        var askedAt = host.Clock.GetUtcNow();
        await client.AskExportAsync(new AskExport(DeviceHost.Password, askCode, asked), Ct);
        Assert.Contains("Your data is being put together", await SubjectsAsync(ada));
        await WaitAsync(ada);
        Assert.Contains("Your data is ready", await SubjectsAsync(ada));

        // The mailbox may be open on the phone that asks: a day in which every address has heard of it.
        var waiting = await client.GetExportAsync(Ct);
        Assert.Equal(("waiting", askedAt + AccountExport.MailWait), (waiting.State, waiting.UsableAt));
        Assert.Equal("export_waiting", await CodeAsync(() => FetchAsync(ada)));
        host.Clock.Advance(AccountExport.MailWait);
        ada = ada with { Token = await host.NewTokenAsync(ada.Id, Ct) };
        client = ClientOf(ada.Token);
        bob = bob with { Token = await host.NewTokenAsync(bob.Id, Ct) };
        var (other, otherCode) = await MailedCodeAsync(ada, ada.Token, "fetchExport");
        var (again, againCode) = await MailedCodeAsync(ada, ada.Token, "accountExport");
        Assert.Equal("code_spent", await CodeAsync(() => client.FetchExportAsync(new FetchExport(DeviceHost.Password, againCode, again), Stream.Null, Ct)));
        Assert.Equal("step_up_failed", await CodeAsync(() => client.FetchExportAsync(new FetchExport("not the password at all", otherCode, other), Stream.Null, Ct)));
        // Nobody else's session.
        Assert.Equal("export_none", await CodeAsync(() => FetchAsync(bob)));
        // Who has codes on paper is asked for one: the code is right, and not used up.
        Assert.True((await client.GetExportAsync(Ct)).NeedsRecoveryCode);
        Assert.Equal("second_proof_needed", await CodeAsync(() => client.FetchExportAsync(new FetchExport(DeviceHost.Password, otherCode, other), Stream.Null, Ct)));
        await UseUpRecoveryCodesAsync(ada);
        Assert.False((await client.GetExportAsync(Ct)).NeedsRecoveryCode);
        await client.FetchExportAsync(new FetchExport(DeviceHost.Password, otherCode, other), Stream.Null, Ct);
        Assert.Contains("Your data was fetched", await SubjectsAsync(ada));
        Assert.Equal("export_none", await CodeAsync(() => FetchAsync(ada)));
        Assert.Equal("none", (await client.GetExportAsync(Ct)).State);
        Assert.Equal([SecurityEventKind.ExportFetched, SecurityEventKind.ExportAsked], await EventsAsync(ada));
    }

    [Fact]
    public async Task Asked_for_with_the_last_recovery_code_it_is_not_fetched_at_once_with_a_code_by_mail()
    {
        var ada = await host.NewHolderAsync(Ct);
        await AskAsync(ada);
        await WaitAsync(ada);
        await UseUpRecoveryCodesAsync(ada);
        var client = ClientOf(ada.Token);
        Assert.Equal("ready", (await client.GetExportAsync(Ct)).State);
        var (transaction, code) = await MailedCodeAsync(ada, ada.Token, "fetchExport");
        Assert.Equal("export_waiting", await CodeAsync(() => client.FetchExportAsync(new FetchExport(DeviceHost.Password, code, transaction), Stream.Null, Ct)));
        await FetchAsync(ada);
    }

    [Fact]
    public async Task Of_two_that_fetch_it_at_once_one_gets_it_and_nothing_is_left()
    {
        var ada = await host.NewHolderAsync(Ct);
        await AskAsync(ada);
        await WaitAsync(ada);
        var id = await IdAsync(ada);
        Assert.True(File.Exists(FileOf(id)));
        var codes = await RecoveryCodesAsync(ada);
        var answers = await Task.WhenAll(codes.Select(async code =>
        {
            using var saved = new MemoryStream();
            var refused = await CodeAsync(() => ClientOf(ada.Token).FetchExportAsync(new FetchExport(DeviceHost.Password, code), saved, Ct));
            return (refused, IsZip: saved.Length > 0 && saved.GetBuffer()[0] == 'P');
        }));
        Assert.Equal([(null, true), ("export_none", false)], answers.OrderBy(a => a.refused, StringComparer.Ordinal));
        // The answer is whole before the file goes.
        for (var waited = 0; waited < 100 && File.Exists(FileOf(id)); waited++)
        {
            await Task.Delay(50, Ct);
        }

        Assert.False(File.Exists(FileOf(id)));
        Assert.Null(await host.InDatabaseAsync(db => db.Exports.Where(e => e.Id == id).Select(e => e.Key).SingleAsync(Ct)));
    }

    [Fact]
    public async Task There_is_one_at_a_time_and_three_in_thirty_days()
    {
        var ada = await host.NewHolderAsync(Ct);
        for (var i = 0; i < AccountExport.Most; i++)
        {
            await AskAsync(ada);
            Assert.Equal("export_pending", await CodeAsync(() => AskAsync(ada)));
            await ClientOf(ada.Token).DiscardExportAsync(Ct);
            Assert.Equal("export_none", await CodeAsync(() => ClientOf(ada.Token).DiscardExportAsync(Ct)));
            host.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(AccountExport.Most, (await SubjectsAsync(ada)).Count(s => s == "Your data was thrown away"));
        Assert.Equal("export_limit", await CodeAsync(() => AskAsync(ada)));
        var next = host.Clock.GetUtcNow() - TimeSpan.FromMinutes(3) + AccountExport.Window;
        Assert.InRange((await ClientOf(ada.Token).GetExportAsync(Ct)).NextFrom!.Value, next.AddSeconds(-5), next.AddSeconds(5));
        // One that was thrown away while it was made comes to nothing.
        await Task.Delay(TimeSpan.FromSeconds(2), Ct);
        await host.SweepAsync<SweepExports>(Ct);
        Assert.Empty(await host.InDatabaseAsync(db => db.Exports.Where(e => e.AccountId == ada.Id && e.State != AccountExportState.Over).ToListAsync(Ct)));
        Assert.All(await host.InDatabaseAsync(db => db.Exports.Where(e => e.AccountId == ada.Id).Select(e => e.Id).ToListAsync(Ct)), id => Assert.False(File.Exists(FileOf(id))));

        host.Clock.Advance(AccountExport.Window - TimeSpan.FromMinutes(2));
        ada = ada with { Token = await host.NewTokenAsync(ada.Id, Ct) };
        await AskAsync(ada);
    }

    [Fact]
    public async Task Of_two_that_ask_at_once_one_is_made()
    {
        var ada = await host.NewHolderAsync(Ct);
        var codes = await RecoveryCodesAsync(ada);
        var answers = await Task.WhenAll(codes.Select(code => CodeAsync(() => ClientOf(ada.Token).AskExportAsync(new AskExport(DeviceHost.Password, code), Ct))));
        Assert.Equal([null, "export_pending"], answers.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_frozen_or_quiet_account_neither_gets_one_nor_fetches_it()
    {
        var ada = await host.NewHolderAsync(Ct);
        await AskAsync(ada);
        await WaitAsync(ada);
        await ChangeAsync(ada, account => Assert.True(account.Freeze(host.Clock.GetUtcNow())));
        Assert.Equal("account_frozen", await CodeAsync(() => FetchAsync(ada)));
        Assert.Equal("account_frozen", (await ClientOf(ada.Token).GetExportAsync(Ct)).Refused);
        await ClientOf(ada.Token).DiscardExportAsync(Ct);
        Assert.Equal("account_frozen", await CodeAsync(() => AskAsync(ada)));
        await ChangeAsync(ada, account =>
        {
            account.Thaw();
            account.BeQuiet(host.Clock.GetUtcNow());
        });
        Assert.Equal("account_quiet", await CodeAsync(() => AskAsync(ada)));
        host.Clock.Advance(Account.QuietTime);
        ada = ada with { Token = await host.NewTokenAsync(ada.Id, Ct) };
        await AskAsync(ada);
    }

    [Fact]
    public async Task It_waits_seven_days_encrypted_and_is_gone_then()
    {
        var ada = await host.NewHolderAsync(Ct);
        await AskAsync(ada);
        await WaitAsync(ada);
        var id = await IdAsync(ada);
        var kept = await File.ReadAllBytesAsync(FileOf(id), Ct);
        Assert.Equal(-1, kept.AsSpan().IndexOf("README"u8));
        Assert.Equal(-1, kept.AsSpan().IndexOf("PK"u8 + "\u0003\u0004"u8));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FileOf(id)));
        }

        host.Clock.Advance(AccountExport.Kept);
        ada = ada with { Token = await host.NewTokenAsync(ada.Id, Ct) };
        Assert.Equal("export_none", await CodeAsync(() => FetchAsync(ada)));
        await host.SweepAsync<SweepExports>(Ct);
        Assert.False(File.Exists(FileOf(id)));
        Assert.Null(await host.InDatabaseAsync(db => db.Exports.Where(e => e.Id == id).Select(e => e.Key).SingleAsync(Ct)));
        host.Clock.Advance(AccountExport.Window);
        await host.SweepAsync<SweepExports>(Ct);
        Assert.False(await host.InDatabaseAsync(db => db.Exports.AnyAsync(e => e.Id == id, Ct)));
    }

    [Fact]
    public async Task What_a_process_left_half_made_is_begun_again_and_nobody_makes_it_beside_another()
    {
        var ada = await host.NewHolderAsync(Ct);
        var id = Guid.CreateVersion7(host.Clock.GetUtcNow());
        FileStream other;
        await using (other = host.Services.GetRequiredService<ExportStore>().Take(id)!)
        {
            // Half of an archive, by a process that is still there.
            other.Write(RandomNumberGenerator.GetBytes(100_000));
            other.Flush();
            await host.InDatabaseAsync(async db =>
            {
                db.Exports.Add(new AccountExport(id, ada.Id, hasFreeProof: true, host.Clock.GetUtcNow()));
                return await db.SaveChangesAsync(Ct);
            });
            await Task.Delay(TimeSpan.FromSeconds(2.5), Ct);
            Assert.Equal("making", (await ClientOf(ada.Token).GetExportAsync(Ct)).State);
        }

        using var zip = await ReadyAsync(ada);
        Assert.Contains(zip.Entries, e => e.FullName == "account.json");
    }

    [Fact]
    public async Task Of_a_changed_archive_nothing_false_is_handed_out()
    {
        var ada = await host.NewHolderAsync(Ct);
        await AskAsync(ada);
        await WaitAsync(ada);
        var file = FileOf(await IdAsync(ada));
        var bytes = await File.ReadAllBytesAsync(file, Ct);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(file, bytes, Ct);
        using var saved = new MemoryStream();
        var failed = await Assert.ThrowsAnyAsync<Exception>(async () => await ClientOf(ada.Token).FetchExportAsync(new FetchExport(DeviceHost.Password, (await RecoveryCodesAsync(ada))[0]), saved, Ct));
        Assert.True(failed is HttpRequestException or IOException or TenureProblemException { Problem.Status: 500 }, failed.ToString());
        Assert.Equal(0, saved.Length);
        Assert.Equal("export_none", await CodeAsync(() => FetchAsync(ada)));
    }

    [Fact]
    public async Task A_person_without_scripts_asks_waits_and_fetches_it_on_the_page()
    {
        var person = await Person.RegisterAsync(host.Server, Ct);
        var id = await host.InDatabaseAsync(db => db.Identifiers.Where(i => i.Value == person.Email).Select(i => i.AccountId).FirstAsync(Ct));
        var holder = new TestHolder(id, person.Email, "");
        using var browser = await Browser.OfAsync(host.Server, person, Ct);
        Assert.Contains("/security/export", await browser.ReadAsync("/security/deletion", Ct), StringComparison.Ordinal);
        Assert.Contains("/security/export", await browser.ReadAsync("/security", Ct), StringComparison.Ordinal);
        using var wrong = await browser.SubmitAsync("/security/export", Ct, ("_handler", "export"), ("password", person.Password), ("code", "0000-0000-0000-0000-0000-0000-0000"));
        Assert.True((int)wrong.StatusCode is >= 400 and < 500, $"{wrong.StatusCode}");
        using var asked = await browser.SubmitAsync("/security/export", Ct, ("_handler", "export"), ("password", person.Password), ("code", (await RecoveryCodesAsync(holder))[0]));
        Assert.EndsWith("/security/export", asked.Headers.Location?.OriginalString, StringComparison.Ordinal);
        using (var making = await browser.GetAsync("/security/export", Ct))
        {
            var text = await making.Content.ReadAsStringAsync(Ct);
            Assert.True(making.Headers.Contains("Refresh") == text.Contains("<progress", StringComparison.Ordinal), text);
        }

        while (!(await browser.ReadAsync("/security/export", Ct)).Contains("Fetch the archive", StringComparison.Ordinal))
        {
            await Task.Delay(200, Ct);
        }

        using var no = await browser.SubmitToAsync("/security/export", "/security/export/file", Ct, ("password", "not the password at all"), ("code", (await RecoveryCodesAsync(holder))[0]));
        Assert.Equal(HttpStatusCode.Forbidden, no.StatusCode);
        Assert.Contains("Fetch the archive", await no.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        using var got = await browser.SubmitToAsync("/security/export", "/security/export/file", Ct, ("password", person.Password), ("code", (await RecoveryCodesAsync(holder))[0]));
        Assert.Equal(("application/zip", "attachment"), (got.Content.Headers.ContentType?.MediaType, got.Content.Headers.ContentDisposition?.DispositionType));
        await using var zip = new ZipArchive(new MemoryStream(await got.Content.ReadAsByteArrayAsync(Ct)));
        Assert.Contains(person.Number, Read(zip.GetEntry("account.json")!), StringComparison.Ordinal);
        Assert.Contains("Put my data together", await browser.ReadAsync("/security/export", Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_archive_of_any_length_needs_little_memory()
    {
        var text = new string('x', 1000);
        var most = 0L;
        var part = ExportPart.Rows("events", [], Rows);
        // The memory is that of all tests that run meanwhile: what one archive needs it needs each time, what others need comes and goes.
        var least = long.MaxValue;
        for (var tries = 0; tries < 5 && least >= 8 << 20; tries++)
        {
            most = 0;
            await using var counted = SealedFile.Begin(SealedFile.Take(Path.Combine(host.DataFolder, $"long-archive-{tries}"))!, "export", RandomNumberGenerator.GetBytes(32));
            var before = GC.GetTotalMemory(forceFullCollection: true);
            await ExportArchive.WriteAsync(counted, default, "en", host.Clock.GetUtcNow(), [part], _ => Task.CompletedTask, Ct);
            least = Math.Min(least, most - before);
        }

        Assert.True(least < 8 << 20, $"{least >> 20} MiB more in the midst of {100_000 * 1000 >> 20} MiB");

        async IAsyncEnumerable<object> Rows(AccountId account, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
        {
            for (var i = 0; i < 100_000; i++)
            {
                if (i % 25_000 == 24_999)
                {
                    await Task.Yield();
                    most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true));
                }

                yield return new { text };
            }
        }
    }

    [Fact]
    public async Task The_readme_speaks_the_persons_language()
    {
        var heads = Parts(parts => Languages.All.Select(language => ExportArchive.Readme(language, host.Clock.GetUtcNow(), parts).Split('\n')[0].Trim()).ToList());
        Assert.Equal(5, heads.Distinct().Count());
        var ada = await host.NewHolderAsync(Ct, "de");
        await AskAsync(ada);
        using var zip = await ReadyAsync(ada);
        Assert.StartsWith("Alles über Ihr Konto", Read(zip.GetEntry("README.txt")!), StringComparison.Ordinal);
        Assert.Contains(await host.Server.MailsToAsync(ada.Email, Ct), m => m.Subject == "Ihre Daten sind fertig");
    }

    private static string KindOf(PropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var mayMiss = type != property.PropertyType || new NullabilityInfoContext().Create(property).ReadState == NullabilityState.Nullable;
        var kind = type == typeof(DateTimeOffset) ? "time" : type == typeof(bool) ? "true or false" : type == typeof(string) || type.IsEnum ? "text" : type.IsPrimitive ? "number" : "list";
        return mayMiss ? $"{kind} or null" : kind;
    }

    private static string Read(ZipArchiveEntry entry)
    {
        using var reader = new StreamReader(entry.Open(), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private static async Task<byte[]> BytesAsync(ZipArchive zip, string name)
    {
        using var copy = new MemoryStream();
        await using var entry = await zip.GetEntry(name)!.OpenAsync(Ct);
        await entry.CopyToAsync(copy, Ct);
        return copy.ToArray();
    }

    private T Parts<T>(Func<IReadOnlyList<ExportPart>, T> use)
    {
        using var scope = host.Services.CreateScope();
        return use(ExportArchive.PartsOf(scope.ServiceProvider.GetServices<IExportSource>()));
    }

    private async Task AskAsync(TestHolder holder) => await ClientOf(holder.Token).AskExportAsync(new AskExport(DeviceHost.Password, (await RecoveryCodesAsync(holder))[0]), Ct);

    private async Task FetchAsync(TestHolder holder, Stream? to = null) =>
        await ClientOf(holder.Token).FetchExportAsync(new FetchExport(DeviceHost.Password, (await RecoveryCodesAsync(holder))[0]), to ?? Stream.Null, Ct);

    private Task<int> UseUpRecoveryCodesAsync(TestHolder holder) => host.InDatabaseAsync(db => db.RecoveryCodes.Where(c => c.AccountId == holder.Id).ExecuteDeleteAsync(Ct));

    private async Task WaitAsync(TestHolder holder)
    {
        while ((await ClientOf(holder.Token).GetExportAsync(Ct)).State is "none" or "making")
        {
            await Task.Delay(100, Ct);
        }
    }

    private async Task<ZipArchive> ReadyAsync(TestHolder holder)
    {
        await WaitAsync(holder);
        var saved = new MemoryStream();
        var told = (await ClientOf(holder.Token).GetExportAsync(Ct)).Bytes;
        await FetchAsync(holder, saved);
        Assert.Equal(told, saved.Length);
        return new ZipArchive(saved);
    }

    private Task<Guid> IdAsync(TestHolder holder) => host.InDatabaseAsync(db => db.Exports.Where(e => e.AccountId == holder.Id).Select(e => e.Id).SingleAsync(Ct));

    private string FileOf(Guid export) => Path.Combine(host.DataFolder, "exports", export.ToString("N"));

    private async Task<List<string>> SubjectsAsync(TestHolder holder) => [.. (await host.Server.MailsToAsync(holder.Email, Ct)).Select(m => m.Subject)];

    private Task<List<SecurityEventKind>> EventsAsync(TestHolder holder) => host.InDatabaseAsync(async db => (await db.Set<Domain.Accounts.SecurityEvent>().AsNoTracking()
        .Where(e => e.AccountId == holder.Id).OrderByDescending(e => e.Id).Select(e => e.Kind).ToListAsync(Ct)).Where(k => k.ToString().StartsWith("Export", StringComparison.Ordinal)).ToList());

    private async Task ChangeAsync(TestHolder holder, Action<Account> change) => Assert.Null(await host.InScopeAsync(services => services.GetRequiredService<AccountChange>().ExecuteAsync(
        holder.Id,
        (account, _) =>
        {
            change(account);
            return Task.FromResult<Refusal?>(null);
        },
        Ct)));
}
