using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Tenure.Client;
using Tenure.Client.Accounts;
using Tenure.Client.SignIn;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Leaving;
using Tenure.Server.Tests.Audit;
using Tenure.Server.Tests.Leaving;
using Tenure.Testing;

namespace Tenure.Server.Tests.Crash;

/// <summary>The server is killed again and again while it erases accounts: each is erased whole in the end, and nobody else is.</summary>
public sealed class DeletionCrashTests
{
    private const string Password = "three quiet rivers at dawn";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Category", "Slow")]
    public async Task A_server_that_is_killed_during_deletions_erases_every_account_whole_and_no_other(bool postgres)
    {
        await DatabaseBackup.UsedAsync(postgres);
        var data = Directory.CreateTempSubdirectory("tenure-leave").FullName;
        var connection = postgres ? await PostgresServer.NewDatabaseAsync(ct: Ct) : null;
        string[] where = connection is null ? [] : ["--database", connection];
        await using var server = new ServerProcess(data, [.. where, "--SignIn:FreeMailsPerNetwork", "100000"]);
        await server.StartAsync(Ct);
        using var http = new HttpClient { BaseAddress = server.Address };
        var stays = await NewPersonAsync(http, leaves: false);
        List<string> leaving = [];
        for (var i = 0; i < 12; i++)
        {
            leaving.Add(await NewPersonAsync(http, leaves: true));
        }

        await server.KillAsync();
        for (var kill = 0; kill < 40; kill++)
        {
            // One after the other becomes due, while nobody is there.
            await DueAsync(data, where, leaving[kill % leaving.Count]);
            server.Launch();
            await Task.Delay(RandomNumberGenerator.GetInt32(200, 4000), Ct);
            await server.KillAsync();
        }

        await server.StartAsync(Ct);
        await using var db = Open(data, where);
        for (var waited = 0; waited < 300 && await db.Deletions.AnyAsync(Ct); waited++)
        {
            await Task.Delay(200, Ct);
        }

        Assert.Empty(await Remains.FindAsync(db, data, leaving, [], Ct));
        Assert.Equal(stays, (await db.Identifiers.SingleAsync(Ct)).Value);
        await server.KillAsync();
        var lines = (await File.ReadAllLinesAsync(Path.Combine(data, "deletions"), Ct)).Distinct().ToList();
        Assert.True(lines.Count >= leaving.Count, $"{lines.Count} lines");
        var verified = await Tool.RunAsync(Programs.Server, ["audit", "verify", "--data", data, .. where], Ct);
        Assert.True(verified.ExitCode == 0, verified.Text);
        await (connection is null ? Task.CompletedTask : PostgresServer.DropAsync(connection, Ct));
        Directory.Delete(data, recursive: true);
    }

    private static TenureDb Open(string data, string[] where) => DatabaseArguments.Parse(["--data", data, .. where])!.OpenToWrite(new ConfigurationBuilder().Build());

    private static async Task DueAsync(string data, string[] where, string email)
    {
        await using var db = Open(data, where);
        if (await db.Identifiers.AsNoTracking().FirstOrDefaultAsync(i => i.Value == email, Ct) is { } identifier)
        {
            var past = TimeProvider.System.GetUtcNow().AddDays(-1);
            await db.Deletions.Where(d => d.AccountId == identifier.AccountId).ExecuteUpdateAsync(d => d.SetProperty(x => x.RemindedAt, past).SetProperty(x => x.DueAt, past), Ct);
        }
    }

    private static async Task<string> NewPersonAsync(HttpClient http, bool leaves)
    {
        var (client, email) = (new TenureClient(http), $"p{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}@example.org");
        var started = await client.StartRegistrationAsync(new StartRegistration(email, "en"), Ct);
        await client.VerifyRegistrationAsync(started.Registration, new VerifyRegistration(await CrashMails.NextCodeAsync(http, email, 0, Ct)), Ct);
        var created = await client.CreateAccountAsync(started.Registration, new CreateAccount(Password), Ct);
        if (leaves)
        {
            var signedIn = await client.SignIn.StartNativeAsync(TokenClient.PhoneClient, email, Password, created.KnownDevice, "crash", Pkce.Create(), Ct);
            client.AccessToken = signedIn.Tokens!.AccessToken;
            var sent = await client.SendProofCodeAsync(new SendProofCode("accountDeletion"), Ct);
            await client.AskDeletionAsync(new Client.Accounts.AskDeletion(Password, await CrashMails.NextCodeAsync(http, email, 1, Ct), sent.Transaction), Ct);
        }

        return email;
    }
}
