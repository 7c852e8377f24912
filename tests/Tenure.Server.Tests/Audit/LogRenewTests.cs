using System.Text.RegularExpressions;
using Tenure.Client;
using Tenure.Device.Agent;
using Tenure.Device.Phone;
using Tenure.Testing;

namespace Tenure.Server.Tests.Audit;

/// <summary>A database from a backup: the server does not sign a fork, and with a root's word phones go on.</summary>
public sealed partial class LogRenewTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Category", "Slow")]
    public async Task A_restored_database_is_recognised_and_goes_on_with_a_roots_word(bool postgres)
    {
        var data = Directory.CreateTempSubdirectory("tenure-renew").FullName;
        var connection = postgres ? await PostgresServer.NewDatabaseAsync(ct: Ct) : null;
        await DatabaseBackup.UsedAsync(postgres);
        string[] where = postgres ? ["--database", connection!] : [];
        using var phone = new SeeingPhone();
        await using var server = new ServerProcess(data, where);
        await server.StartAsync(Ct);
        await phone.SeeAsync(server.Address, entries: 1);
        await server.KillAsync();
        using var backup = await DatabaseBackup.TakeAsync(data, connection, Ct);
        await server.StartAsync(Ct);
        using (var other = new SeeingPhone())
        {
            await other.SeeAsync(server.Address, entries: 2);
        }

        await phone.SeeAsync(server.Address, entries: 2);
        await server.KillAsync();
        await backup.RestoreAsync(Ct);

        var refused = await Tool.RunAsync(Programs.Server, ["serve", "--data", data, "--urls", server.Address.OriginalString, .. where], Ct);
        Assert.Equal(2, refused.ExitCode);
        var log = LogId().Match(refused.Text).Groups[1].Value;
        Assert.Equal(32, log.Length);

        // The one command for it says what it needs.
        string[] start = ["generation", "start", "--data", data, "--language", "en", .. where];
        var word = Path.Combine(data, "word.cert");
        var wanting = await Tool.RunAsync(Programs.Server, start, Ct);
        Assert.Equal(1, wanting.ExitCode);
        Assert.Contains($"--previous {log} --out", wanting.Text, StringComparison.Ordinal);

        // In development the roots are at hand.
        await RunAsync("keys", "succession", "--roots", Path.Combine(data, "keys"), "--issuer", server.Address.AbsoluteUri, "--previous", log, "--out", word);
        await RunAsync([.. start, "--succession", word]);
        // Done again it is done still.
        await RunAsync([.. start, "--succession", word]);

        await server.StartAsync(Ct);
        await phone.SeeAsync(server.Address, entries: 1);
        Assert.NotEqual(log, Convert.ToHexStringLower(phone.Log));
        await server.KillAsync();
        await RunAsync(["audit", "verify", "--data", data, .. where]);
        if (postgres)
        {
            await PostgresServer.DropAsync(connection!, Ct);
        }

        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task A_word_for_another_log_or_of_another_root_renews_nothing()
    {
        var data = Directory.CreateTempSubdirectory("tenure-renew").FullName;
        await using (var server = new ServerProcess(data))
        {
            await server.StartAsync(Ct);
            using var phone = new SeeingPhone();
            await phone.SeeAsync(server.Address, entries: 1);
            await server.KillAsync();
        }

        var word = Path.Combine(data, "word.cert");
        await RunAsync("keys", "succession", "--roots", Path.Combine(data, "keys"), "--issuer", "http://localhost/", "--previous", new string('0', 32), "--out", word);
        Assert.Equal(1, (await Tool.RunAsync(Programs.Server, ["generation", "start", "--succession", word, "--data", data], Ct)).ExitCode);
        await RunAsync("keys", "ceremony", "--out", Path.Combine(data, "other"), "--issuer", "http://localhost/");
        await RunAsync("keys", "succession", "--roots", Path.Combine(data, "other", "roots"), "--issuer", "http://localhost/", "--previous", new string('0', 32), "--out", word);
        Assert.Equal(1, (await Tool.RunAsync(Programs.Server, ["generation", "start", "--succession", word, "--data", data], Ct)).ExitCode);
        await File.WriteAllTextAsync(word, "none", Ct);
        Assert.Equal(1, (await Tool.RunAsync(Programs.Server, ["generation", "start", "--succession", word, "--data", data], Ct)).ExitCode);
        Assert.Equal(2, (await Tool.RunAsync(Programs.Server, ["keys", "succession", "--roots", data], Ct)).ExitCode);
        await RunAsync("audit", "verify", "--data", data);
        Directory.Delete(data, recursive: true);
    }

    private static async Task RunAsync(params string[] arguments)
    {
        var done = await Tool.RunAsync(Programs.Server, arguments, Ct);
        Assert.True(done.ExitCode == 0, done.Text);
    }

    [GeneratedRegex(@"it was ([0-9a-f]{32})")]
    private static partial Regex LogId();

    /// <summary>A phone that enrols and looks at the log.</summary>
    private sealed class SeeingPhone : IDisposable
    {
        private readonly PhoneCore phone;
        private readonly DeviceAgent agent;

        public SeeingPhone()
        {
            phone = PhoneCore.Boot(new MemoryStorage(), new PhoneFacts("Seeing One", Guid.CreateVersion7().ToString("N")[..8], "seeing", "1.0", "Test OS", "1", Server: null));
            agent = new DeviceAgent(phone, TimeProvider.System);
        }

        /// <summary>Contacts the server until it has seen that many entries.</summary>
        public async Task SeeAsync(Uri server, long entries)
        {
            using var http = new HttpClient { BaseAddress = server };
            agent.Connect(new TenureClient(http));
            agent.Confirm(await agent.MeetServerAsync(server, Ct));
            await agent.EnrolAsync(Ct);
            for (; ; await Task.Delay(50, Ct))
            {
                await agent.ContactAsync(Ct);
                if (phone.SeenLog.Last!.Size >= entries)
                {
                    return;
                }
            }
        }

        /// <summary>The id of the log that it has seen.</summary>
        public byte[] Log => phone.SeenLog.Last!.LogId;

        public void Dispose()
        {
            agent.Dispose();
            phone.Dispose();
        }
    }
}
