using System.Diagnostics;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Tenure.Client;
using Tenure.Client.Accounts;
using Tenure.Client.SignIn;
using Tenure.Domain.Accounts;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Tests.Audit;
using Tenure.Testing;
using SecurityEvent = Tenure.Domain.Accounts.SecurityEvent;

namespace Tenure.Server.Tests.Crash;

/// <summary>The server is killed again and again while it makes an export: it is begun anew each time, and whole in the end.</summary>
public sealed class ExportCrashTests
{
    private const int Events = 60_000;
    private const int Kills = 20;
    private const string Password = "three quiet rivers at dawn";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Category", "Slow")]
    public async Task A_server_that_is_killed_while_it_makes_an_export_makes_it_whole_in_the_end(bool postgres)
    {
        await DatabaseBackup.UsedAsync(postgres);
        var data = Directory.CreateTempSubdirectory("tenure-export").FullName;
        var connection = postgres ? await PostgresServer.NewDatabaseAsync(ct: Ct) : null;
        string[] where = connection is null ? [] : ["--database", connection];
        await using var server = new ServerProcess(data, [.. where]);
        await server.StartAsync(Ct);
        using var http = new HttpClient { BaseAddress = server.Address };
        var (client, email) = (new TenureClient(http), $"p{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}@example.org");
        var started = await client.StartRegistrationAsync(new StartRegistration(email, "en"), Ct);
        await client.VerifyRegistrationAsync(started.Registration, new VerifyRegistration(await CrashMails.NextCodeAsync(http, email, 0, Ct)), Ct);
        var created = await client.CreateAccountAsync(started.Registration, new CreateAccount(Password), Ct);
        client.AccessToken = (await client.SignIn.StartNativeAsync(TokenClient.PhoneClient, email, Password, created.KnownDevice, "crash", Pkce.Create(), Ct)).Tokens!.AccessToken;
        await ManyEventsAsync(data, where, email);
        var sent = await client.SendProofCodeAsync(new SendProofCode("accountExport"), Ct);
        await client.AskExportAsync(new AskExport(Password, await CrashMails.NextCodeAsync(http, email, 1, Ct), sent.Transaction), Ct);
        await server.KillAsync();
        var inTheMidst = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            await AgainAsync(data, where);
            var launched = TimeProvider.System.GetUtcNow().UtcDateTime;
            server.Launch();
            // However long this machine takes to start it: some of the archive is there.
            for (var waited = Stopwatch.StartNew(); !Directory.EnumerateFiles(Path.Combine(data, "exports")).Any(f => new FileInfo(f).Length > 0 && File.GetLastWriteTimeUtc(f) > launched); await Task.Delay(20, Ct))
            {
                Assert.True(waited.Elapsed < TimeSpan.FromMinutes(1), server.Output);
            }

            await Task.Delay(RandomNumberGenerator.GetInt32(0, 1000), Ct);
            await server.KillAsync();
            inTheMidst += await IsMakingAsync(data, where) ? 1 : 0;
        }

        Assert.True(inTheMidst > 0, "it was never killed in the midst of it");
        await AgainAsync(data, where);
        await server.StartAsync(Ct);
        using var after = new HttpClient { BaseAddress = server.Address };
        var again = new TenureClient(after) { AccessToken = (await new TenureClient(after).SignIn.StartNativeAsync(TokenClient.PhoneClient, email, Password, created.KnownDevice, "crash", Pkce.Create(), Ct)).Tokens!.AccessToken };
        for (var waited = 0; waited < 300 && (await again.GetExportAsync(Ct)).State != "ready"; waited++)
        {
            await Task.Delay(200, Ct);
        }

        var fetch = await again.SendProofCodeAsync(new SendProofCode("fetchExport"), Ct);
        using var saved = new MemoryStream();
        await again.FetchExportAsync(new FetchExport(Password, await CrashMails.NextCodeAsync(after, email, 2, Ct), fetch.Transaction), saved, Ct);
        await using (var zip = new ZipArchive(saved))
        {
            using var events = await JsonDocument.ParseAsync(await zip.GetEntry("events.json")!.OpenAsync(Ct), default, Ct);
            Assert.InRange(events.RootElement.GetArrayLength(), Events, Events + 100);
        }

        Assert.Empty(Directory.EnumerateFiles(Path.Combine(data, "exports")));
        await server.KillAsync();
        await (connection is null ? Task.CompletedTask : PostgresServer.DropAsync(connection, Ct));
        Directory.Delete(data, recursive: true);
    }

    private static TenureDb Open(string data, string[] where) => DatabaseArguments.Parse(["--data", data, .. where])!.OpenToWrite(new ConfigurationBuilder().Build());

    private static async Task<bool> IsMakingAsync(string data, string[] where)
    {
        await using var db = Open(data, where);
        return await db.Set<AccountExport>().AnyAsync(e => e.State == AccountExportState.Making, Ct);
    }

    // One that was made before the kill came is to be made once more; asked for so long ago that a code by mail fetches it.
    private static async Task AgainAsync(string data, string[] where)
    {
        await using var db = Open(data, where);
        var now = TimeProvider.System.GetUtcNow();
        await db.Set<AccountExport>().ExecuteUpdateAsync(
            e => e.SetProperty(x => x.State, AccountExportState.Making).SetProperty(x => x.AskedAt, now - AccountExport.MailWait).SetProperty(x => x.EndsAt, now + AccountExport.Kept).SetProperty(x => x.Key, (byte[]?)null), Ct);
    }

    private static async Task ManyEventsAsync(string data, string[] where, string email)
    {
        await using var db = Open(data, where);
        var account = await db.Identifiers.Where(i => i.Value == email).Select(i => i.AccountId).SingleAsync(Ct);
        var now = TimeProvider.System.GetUtcNow();
        foreach (var some in Enumerable.Range(0, Events).Chunk(5000))
        {
            db.AddRange(some.Select(i => new SecurityEvent(Guid.CreateVersion7(now.AddSeconds(-i)), account, SecurityEventKind.SignedIn, now.AddSeconds(-i), $"browser {RandomNumberGenerator.GetHexString(60)}", null, null)));
            await db.SaveChangesAsync(Ct);
            db.ChangeTracker.Clear();
        }
    }
}
