using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Tenure.Protocols.Tickets;
using Tenure.Server.Keys;
using Tenure.Testing;

namespace Tenure.Server.Tests.Crash;

/// <summary>The server is killed again and again under people who register, activate, release and add an address: nothing acknowledged is lost, nothing is done twice.</summary>
public sealed class ServerCrashTests(ITestOutputHelper output)
{
    private const int People = 2;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task A_killed_server_loses_nothing_that_it_acknowledged(bool postgres) => RunAsync(postgres, kills: 4);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Category", "Slow")]
    public Task A_server_killed_200_times_loses_nothing_that_it_acknowledged(bool postgres) => RunAsync(postgres, kills: 200);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Category", "Slow")]
    public Task A_server_killed_while_its_signers_are_rotated_goes_on_with_whole_ones(bool postgres) => RunAsync(postgres, kills: 3, rotating: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Category", "Slow")]
    public Task A_server_killed_200_times_while_its_signers_are_rotated_goes_on_with_whole_ones(bool postgres) => RunAsync(postgres, kills: 200, rotating: true);

    private async Task RunAsync(bool postgres, int kills, bool rotating = false)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var mail = await SmtpPeer.StartAsync();
        mail.Used();
        var data = Directory.CreateTempSubdirectory("tenure-crash").FullName;
        // All people here come from one address, and more of them than one network's mails are meant for.
        List<string> settings = ["--mail-host", "localhost", "--mail-port", mail.Port.ToString(CultureInfo.InvariantCulture), "--SignIn:FreeMailsPerNetwork", "100000"];
        if (postgres)
        {
            await PostgresServer.UsedAsync();
            settings.AddRange(["--database", await PostgresServer.NewDatabaseAsync(ct: ct)]);
        }
        else
        {
            Peers.Used(Peer.Sqlite, Peers.SqliteVersion);
        }

        await using var server = new ServerProcess(data, settings);
        await server.StartAsync(ct);
        var moments = new ConcurrentDictionary<string, int>();
        var now = new string[People];
        var rotation = rotating ? await TimeOfARotationAsync(data, ct) : default;
        var during = 0;
        using var enough = new CancellationTokenSource();
        var people = Enumerable.Range(0, People).Select(person => LiveAsync(person)).ToArray();
        for (var kill = 0; kill < kills && !people.Any(p => p.IsFaulted); kill++)
        {
            // Every fifth wait is longer: a step of several requests must find room between two kills on a machine that is busy, too.
            await Task.Delay(RandomNumberGenerator.GetInt32(20, kill % 5 == 4 ? 5000 : 1200), ct);
            using var turning = rotating ? Rotate(data) : null;
            await Task.Delay(rotation * (RandomNumberGenerator.GetInt32(0, 100) / 100.0), ct);
            foreach (var moment in now)
            {
                moments.AddOrUpdate(moment ?? "start", 1, (_, n) => n + 1);
            }

            during += turning is { HasExited: false } ? 1 : 0;
            await server.KillAsync();
            await server.StartAsync(ct);
            if (turning is not null)
            {
                await turning.WaitForExitAsync(ct);
                Assert.Equal(0, turning.ExitCode);
            }
        }

        await enough.CancelAsync();
        var stories = await Task.WhenAll(people);

        var doubled = mail.Mails.GroupBy(m => m.MessageId).Where(g => g.Count() > 1).ToList();
        output.WriteLine($"{(postgres ? "PostgreSQL" : "SQLite")}: {kills} kills, {stories.Length} people, {stories.Sum()} acknowledged steps that the next ones stood on; {mail.Mails.Count} messages, {doubled.Count} delivered twice");
        output.WriteLine("moments: " + string.Join(", ", moments.OrderByDescending(m => m.Value).Select(m => $"{m.Key} {m.Value}")));
        Assert.All(doubled, same => Assert.Single(same.Select(m => (m.Subject, m.Text)).Distinct()));
        Assert.True(stories.Sum() > 0);
        if (kills >= 100)
        {
            Assert.All(new[] { "registration", "activation", "release", "change of address" }, moment => Assert.Contains(moment, moments.Keys));
        }

        if (rotating)
        {
            output.WriteLine($"{during} kills during a rotation");
            Assert.True(during > 0);
            // Each rotation that said it was done is there, and nothing beside it.
            var keys = new KeyFolder(Path.Combine(data, "keys"));
            foreach (var purpose in KeyNames.Signers)
            {
                var (key, certificate) = keys.ReadSigner(purpose);
                using var _ = key;
                var signer = SignerCertificateCodec.Verify(certificate, [keys.ReadPublic(KeyNames.ActiveRoot)]);
                Assert.Equal((PublicKeyP256.From(key), (uint)kills + 2), (signer.Key, signer.Generation));
            }
        }

        await server.KillAsync();
        var verified = await Tool.RunAsync(Programs.Server, ["audit", "verify", "--data", data, .. settings.SkipWhile(s => s != "--database")], ct);
        Assert.True(verified.ExitCode == 0, verified.Text);
        Directory.Delete(data, recursive: true);

        // Roots and signers of a server in development are in one folder.
        static Process Rotate(string data) => Process.Start(
            new ProcessStartInfo(Programs.Server, ["keys", "rotate", "--roots", Path.Combine(data, "keys"), "--keys", Path.Combine(data, "keys"), "--json"]) { RedirectStandardOutput = true })!;

        static async Task<TimeSpan> TimeOfARotationAsync(string data, CancellationToken ct)
        {
            var watch = Stopwatch.StartNew();
            using var turning = Rotate(data);
            await turning.WaitForExitAsync(ct);
            Assert.Equal(0, turning.ExitCode);
            return watch.Elapsed;
        }

        async Task<int> LiveAsync(int person)
        {
            var (played, acknowledged) = (0, 0);
            while (!enough.IsCancellationRequested)
            {
                var email = $"p{person}n{played}{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}@example.org";
                using var story = new CrashStory(server.Address, mail, email, step => now[person] = step);
                await story.PlayAsync(ct);
                (played, acknowledged) = (played + 1, acknowledged + story.Acknowledged.Count);
            }

            return acknowledged;
        }
    }
}
