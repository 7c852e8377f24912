using System.IO.Compression;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Npgsql;
using Tenure.Client;
using Tenure.Client.Accounts;
using Tenure.Client.Devices;
using Tenure.Client.SignIn;
using Tenure.Device.Agent;
using Tenure.Device.Block;
using Tenure.Device.Phone;
using Tenure.Server.Data;
using Tenure.Server.Tests.Audit;
using Tenure.Testing;

namespace Tenure.Server.Tests.Devices;

/// <summary>A backup of yesterday is restored under living phones, and nobody's phone changes hands: the real server, the agent that real devices run, and backup files of the database's own tools.</summary>
public sealed partial class RestoreTests : IAsyncLifetime
{
    private const string Password = "three quiet rivers at dawn";

    private readonly string data = Directory.CreateTempSubdirectory("tenure-restore").FullName;
    private readonly List<IDisposable> mine = [];
    private ServerProcess server = null!;
    private string[] where = [];
    private string? connection;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        mine.ForEach(one => one.Dispose());
        await (server?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (connection is null ? Task.CompletedTask : PostgresServer.DropAsync(connection));
        Directory.Delete(data, recursive: true);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_backup_of_yesterday_is_restored_under_living_phones_and_nobodys_phone_changes_hands(bool postgres)
    {
        await StartAsync(postgres);
        var (ada, bob) = (await NewPersonAsync("ada@example.org"), await NewPersonAsync("bob@example.org"));
        var (sold, kept, robbed, shop) = (NewPhone("sold"), NewPhone("kept"), NewPhone("robbed"), NewPhone("shop"));
        await sold.ActivateAsync(ada, Ct);
        await kept.ActivateAsync(ada, Ct);
        await robbed.ActivateAsync(ada, Ct);
        await shop.MeetAsync(Ct);
        using var backup = await DatabaseBackup.TakeAsync(data, connection, Ct);

        // What the backup will not know.
        await sold.SignOutAsync(ada, Ct);
        await sold.ActivateAsync(bob, Ct);
        await shop.ActivateAsync(bob, Ct);
        var young = NewPhone("young");
        await young.ActivateAsync(bob, Ct);
        await MarkLostAsync(ada, robbed);
        Assert.Equal(ContactResult.Lost, await robbed.Agent.ContactAsync(Ct));
        await SeeLogAsync(sold, kept, robbed, shop, young);
        Dictionary<RealPhone, (BlockState, uint, string)> before = new[] { sold, kept, robbed, shop, young }.ToDictionary(p => p, p => p.Stand);

        await server.KillAsync();
        await backup.RestoreAsync(Ct);
        await BeginGenerationAsync(devices: 4);
        await server.StartAsync(Ct);
        foreach (var person in new[] { ada, bob })
        {
            await SignInAsync(person);
        }

        // Whom the backup calls its holder has the sold phone in hand, wiped, and is the first to come.
        sold.Wipe();
        Assert.Equal("device_held", await RefusalAsync(() => sold.Agent.ActivateAsync(ada.Token, _ => true, Ct)));
        // So does a thief who signs in to the shop's, and to the one that the backup does not know.
        Assert.Equal("device_held", await RefusalAsync(() => shop.Agent.ActivateAsync(ada.Token, _ => true, Ct)));
        foreach (var phone in before.Keys)
        {
            await phone.Agent.ContactAsync(Ct);
            Assert.Equal(before[phone], phone.Stand);
        }

        Assert.Equal("device_held", await RefusalAsync(() => young.Agent.ActivateAsync(ada.Token, _ => true, Ct)));
        Assert.Equal([("kept", "held"), ("robbed", "lost")], await DevicesAsync(ada));
        Assert.Equal([("shop", "held"), ("sold", "held"), ("young", "held")], await DevicesAsync(bob));
        Assert.Equal(LockScreen.Locked, sold.Agent.Lock.Screen);
        await sold.ActivateAsync(bob, Ct);
        Assert.Equal(LockScreen.Running, sold.Agent.Lock.Screen);

        // Life goes on: what is let go is free.
        await kept.SignOutAsync(ada, Ct);
        await kept.ActivateAsync(bob, Ct);
        var mails = (await CodesAsync(ada)).Count;
        var sent = await ada.Client.SendProofCodeAsync(new SendProofCode("deviceRelease"), Ct);
        var code = await NextCodeAsync(ada, mails);
        Assert.Equal("device_lost", await RefusalAsync(() => ada.Client.RemoveDeviceAsync(robbed.Id, new RemoveDevice(Password, Erase: true, code, sent.Transaction), Ct)));
        Assert.DoesNotContain("never issued here", server.Output, StringComparison.Ordinal);
        await server.KillAsync();
        await RunAsync(0, "audit", "verify", "--data", data);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Category", "Slow")]
    public async Task When_the_operator_forgets_it_phones_take_no_ticket_and_it_can_be_done_later(bool postgres)
    {
        await StartAsync(postgres);
        var (ada, bob) = (await NewPersonAsync("ada@example.org"), await NewPersonAsync("bob@example.org"));
        var sold = NewPhone("sold");
        await sold.ActivateAsync(ada, Ct);
        using var backup = await DatabaseBackup.TakeAsync(data, connection, Ct);
        await sold.SignOutAsync(ada, Ct);
        await sold.ActivateAsync(bob, Ct);
        await SeeLogAsync(sold);
        var before = sold.Stand;

        // On a new disk: nothing here remembers that phones have seen more.
        await server.KillAsync();
        await backup.RestoreAsync(Ct);
        File.Delete(Path.Combine(data, "log-checkpoint"));
        await server.StartAsync(Ct);
        await SignInAsync(ada);
        sold.Wipe();
        await Assert.ThrowsAsync<UnprovenLogException>(() => sold.Agent.ActivateAsync(ada.Token, _ => true, Ct));
        await Assert.ThrowsAsync<UnprovenLogException>(() => sold.Agent.ContactAsync(Ct));
        Assert.Equal((before, LockScreen.Locked), (sold.Stand, sold.Agent.Lock.Screen));

        // Nor does anything now, for the server has signed since what is there: the operator gives the root's word all the same.
        await server.KillAsync();
        await BeginGenerationAsync(devices: 1, isKnown: false);
        await server.StartAsync(Ct);
        await SignInAsync(ada);
        Assert.Equal("device_held", await RefusalAsync(() => sold.Agent.ActivateAsync(ada.Token, _ => true, Ct)));
        Assert.Equal(before, sold.Stand);
        Assert.Empty(await DevicesAsync(ada));
        await SignInAsync(bob);
        Assert.Equal([("sold", "held")], await DevicesAsync(bob));
        await sold.ActivateAsync(bob, Ct);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_backup_of_before_a_deletion_brings_nobody_back_and_changes_nobodys_phone(bool postgres)
    {
        await StartAsync(postgres);
        var (ada, bob) = (await NewPersonAsync("ada.leaves@example.org"), await NewPersonAsync("bob@example.org"));
        var kept = NewPhone("kept");
        await kept.ActivateAsync(bob, Ct);
        await SeeLogAsync(kept);
        var (file, before) = (Path.Combine(data, "copy.zip"), kept.Stand);
        // Who keeps the account after the backup is not erased by what the backup remembers.
        var cora = await NewPersonAsync("cora@example.org");
        await AskDeletionAsync(cora);
        Assert.Contains("keys", await RunAsync(0, "backup", "--out", file, "--language", "en", "--data", data), StringComparison.Ordinal);

        await cora.Client.CallOffDeletionAsync(Ct);
        await AskDeletionAsync(ada);
        await MoveClockAsync(TimeSpan.FromDays(23));
        await UntilAsync(async () => (await ada.Http.GetStringAsync(new Uri("/dev/outbox", UriKind.Relative), Ct)).Contains("will be deleted soon", StringComparison.Ordinal));
        await MoveClockAsync(TimeSpan.FromDays(7) + TimeSpan.FromMinutes(1));
        await UntilAsync(async () => (await RemainsAsync(ada)).Count == 0);
        await server.KillAsync();

        Assert.Contains("no backup", await RunAsync(1, "restore", "--from", Path.Combine(data, "tenure.lock"), "--language", "en", "--data", data), StringComparison.Ordinal);
        using var begun = JsonDocument.Parse(await RunAsync(0, "restore", "--from", file, "--json", "--data", data));
        Assert.Equal((2, 1), (begun.RootElement.GetProperty("number").GetInt32(), begun.RootElement.GetProperty("devices").GetInt32()));
        File.Delete(file);
        Assert.NotEmpty(await RemainsAsync(ada));
        await server.StartAsync(Ct);

        Assert.Empty(await RemainsAsync(ada));
        await SignInAsync(cora);
        Assert.Null((await cora.Client.GetDeletionAsync(Ct)).DueAt);
        await SignInAsync(bob);
        await kept.Agent.ContactAsync(Ct);
        Assert.Equal(before, kept.Stand);
        Assert.Equal([("kept", "held")], await DevicesAsync(bob));
        await server.KillAsync();
        await RunAsync(0, "audit", "verify", "--data", data);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Category", "Slow")]
    public async Task Nothing_is_restored_and_no_generation_begun_under_a_running_server(bool postgres)
    {
        await StartAsync(postgres);
        var ada = await NewPersonAsync("ada@example.org");
        var file = Path.Combine(data, "copy.zip");
        await RunAsync(0, "backup", "--out", file, "--data", data);
        var bob = await NewPersonAsync("bob@example.org");

        using var refused = JsonDocument.Parse(await RunAsync(1, "restore", "--from", file, "--json", "--data", data));
        Assert.Equal("in_use", refused.RootElement.GetProperty("error").GetString());
        Assert.Contains("Stop every server", await RunAsync(1, "restore", "--from", file, "--language", "en", "--data", data), StringComparison.Ordinal);
        await RunAsync(2, "generation", "start", "--data", data);
        await SignInAsync(bob);

        await server.KillAsync();
        using var begun = JsonDocument.Parse(await RunAsync(0, "restore", "--from", file, "--json", "--data", data));
        Assert.Equal(2, begun.RootElement.GetProperty("number").GetInt32());
        await server.StartAsync(Ct);
        await SignInAsync(ada);
        await Assert.ThrowsAsync<OAuthException>(() => SignInAsync(bob));

        // One after which no generation could be begun: nothing starts until one was, whoever starts it.
        await server.KillAsync();
        await LeaveGenerationDueAsync();
        Assert.Contains("generation start", await RunAsync(2, "serve", "--data", data, "--urls", server.Address.OriginalString), StringComparison.Ordinal);
        Assert.Contains("generation start", await RunAsync(2, "operator", "list", "--data", data), StringComparison.Ordinal);
        await RunAsync(0, "generation", "start", "--data", data);
        await server.StartAsync(Ct);
        await SignInAsync(ada);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Category", "Slow")]
    public async Task A_restore_that_was_cut_short_is_done_again_and_what_was_there_first_is_never_lost(bool postgres)
    {
        await StartAsync(postgres);
        var (ada, file, torn) = (await NewPersonAsync("ada@example.org"), Path.Combine(data, "copy.zip"), Path.Combine(data, "torn.zip"));
        await RunAsync(0, "backup", "--out", file, "--data", data);
        File.Copy(file, torn);
        await using (var archive = await ZipFile.OpenAsync(torn, ZipArchiveMode.Update, Ct))
        {
            archive.GetEntry(postgres ? "tables/devices" : "tenure.db")!.Delete();
        }

        // Who is there since the backup is only in the database that was there first.
        var bob = await NewPersonAsync("bob@example.org");
        await server.KillAsync();
        await CutShortAsync();
        if (postgres)
        {
            Assert.Contains("before_restore", await RunAsync(2, "serve", "--data", data, "--urls", server.Address.OriginalString), StringComparison.Ordinal);
        }

        // One that fails puts back what was there before the first one.
        await RunAsync(1, "restore", "--from", torn, "--data", data);
        await server.StartAsync(Ct);
        await SignInAsync(bob);

        await server.KillAsync();
        await CutShortAsync();
        await RunAsync(0, "restore", "--from", file, "--data", data);
        await server.StartAsync(Ct);
        await SignInAsync(ada);
        await Assert.ThrowsAsync<OAuthException>(() => SignInAsync(bob));
    }

    // What a restore leaves whose generation was refused.
    private async Task LeaveGenerationDueAsync()
    {
        if (connection is null)
        {
            GenerationDue.SetBeside(data);
            return;
        }

        await using var database = new NpgsqlConnection(connection + ";Pooling=false");
        await database.OpenAsync(Ct);
        await using var mark = new NpgsqlCommand(GenerationDue.Set, database);
        await mark.ExecuteNonQueryAsync(Ct);
    }

    // What a restore leaves whose process died while it filled the tables, or wrote the file.
    private async Task CutShortAsync()
    {
        if (connection is null)
        {
            await File.WriteAllTextAsync(Path.Combine(Directory.CreateDirectory(Path.Combine(data, ".tenure-0123456789abcdef")).FullName, "tenure.db"), "half", Ct);
            return;
        }

        await using var database = new NpgsqlConnection(connection + ";Pooling=false");
        await database.OpenAsync(Ct);
        await using var half = new NpgsqlCommand("ALTER SCHEMA public RENAME TO before_restore; CREATE SCHEMA public; CREATE TABLE public.accounts (id int)", database);
        await half.ExecuteNonQueryAsync(Ct);
    }

    private static async Task AskDeletionAsync(Person person)
    {
        var before = (await CodesAsync(person)).Count;
        var sent = await person.Client.SendProofCodeAsync(new SendProofCode("accountDeletion"), Ct);
        await person.Client.AskDeletionAsync(new AskDeletion(Password, await NextCodeAsync(person, before), sent.Transaction), Ct);
    }

    private async Task<IReadOnlyList<string>> RemainsAsync(Person person)
    {
        await using var db = DatabaseArguments.Parse(["--data", data, .. where])!.OpenToWrite(new ConfigurationBuilder().Build());
        return await Leaving.Remains.FindAsync(db, data, [person.Email], [], Ct);
    }

    private async Task MoveClockAsync(TimeSpan time)
    {
        using var http = new HttpClient { BaseAddress = server.Address };
        using var moved = await http.PostAsync(new Uri($"/dev/clock?advanceSeconds={(int)time.TotalSeconds}", UriKind.Relative), null, Ct);
        moved.EnsureSuccessStatusCode();
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        while (!await condition())
        {
            await Task.Delay(100, Ct);
        }
    }

    private async Task StartAsync(bool postgres)
    {
        await DatabaseBackup.UsedAsync(postgres);
        connection = postgres ? await PostgresServer.NewDatabaseAsync(ct: Ct) : null;
        where = connection is null ? [] : ["--database", connection];
        server = new ServerProcess(data, where);
        await server.StartAsync(Ct);
    }

    // As docs/operate/backup.md says it.
    private async Task BeginGenerationAsync(int devices, bool isKnown = true)
    {
        string log;
        if (isKnown)
        {
            Assert.Contains("generation start", await RunAsync(2, "serve", "--data", data, "--urls", server.Address.OriginalString), StringComparison.Ordinal);
            using var wanting = JsonDocument.Parse(await RunAsync(1, "generation", "start", "--json", "--data", data));
            Assert.Equal("log_over", wanting.RootElement.GetProperty("error").GetString());
            log = wanting.RootElement.GetProperty("values")[0].GetString()!;
        }
        else
        {
            using var goesOn = JsonDocument.Parse(await RunAsync(0, "generation", "start", "--json", "--data", data));
            Assert.False(goesOn.RootElement.GetProperty("renewed").GetBoolean());
            log = goesOn.RootElement.GetProperty("log").GetString()!;
        }

        var word = Path.Combine(data, "word.cert");
        var keys = await Tool.RunAsync(
            Programs.Server, ["keys", "succession", "--roots", Path.Combine(data, "keys"), "--issuer", server.Address.AbsoluteUri, "--previous", log, "--out", word], Ct);
        Assert.True(keys.ExitCode == 0, keys.Text);
        using var begun = JsonDocument.Parse(await RunAsync(0, "generation", "start", "--succession", word, "--json", "--data", data));
        Assert.Equal((isKnown ? 2 : 3, devices, true),
            (begun.RootElement.GetProperty("number").GetInt32(), begun.RootElement.GetProperty("devices").GetInt32(), begun.RootElement.GetProperty("renewed").GetBoolean()));
    }

    private async Task<string> RunAsync(int exitCode, params string[] arguments)
    {
        var done = await Tool.RunAsync(Programs.Server, [.. arguments, .. where], Ct);
        Assert.True(done.ExitCode == exitCode, done.Text);
        return done.Text;
    }

    private RealPhone NewPhone(string model)
    {
        var phone = new RealPhone(server.Address, model);
        mine.Add(phone);
        return phone;
    }

    private async Task<Person> NewPersonAsync(string email)
    {
        var http = new HttpClient { BaseAddress = server.Address };
        mine.Add(http);
        var person = new Person(http, new TenureClient(http), email);
        var started = await person.Client.StartRegistrationAsync(new StartRegistration(email, "en"), Ct);
        await person.Client.VerifyRegistrationAsync(started.Registration, new VerifyRegistration(await NextCodeAsync(person, 0)), Ct);
        await person.Client.CreateAccountAsync(started.Registration, new CreateAccount(Password), Ct);
        await SignInAsync(person);
        return person;
    }

    private static async Task SignInAsync(Person person)
    {
        var pkce = Pkce.Create();
        var before = (await CodesAsync(person)).Count;
        var started = await person.Client.SignIn.StartNativeAsync(TokenClient.PhoneClient, person.Email, Password, null, "restore", pkce, Ct);
        person.Client.AccessToken = (await person.Client.SignIn.ContinueNativeAsync(TokenClient.PhoneClient, started.AuthSession!, await NextCodeAsync(person, before), pkce, Ct)).Tokens!.AccessToken;
    }

    private static async Task MarkLostAsync(Person person, RealPhone phone)
    {
        var before = (await CodesAsync(person)).Count;
        var sent = await person.Client.SendProofCodeAsync(new SendProofCode("deviceLost"), Ct);
        await person.Client.MarkDeviceLostAsync(phone.Id, new MarkLost(Password, await NextCodeAsync(person, before), sent.Transaction, "Please call me."), Ct);
    }

    private static async Task<List<(string? Model, string State)>> DevicesAsync(Person person) =>
        [.. (await person.Client.GetDevicesAsync(Ct)).Select(d => ((string?)d.Model, d.State)).Order()];

    // Until the phones have seen everything that is in the log.
    private async Task SeeLogAsync(params RealPhone[] phones)
    {
        using var http = new HttpClient { BaseAddress = server.Address };
        for (long size = -1, last = 0; size != last; await Task.Delay(1500, Ct))
        {
            (last, size) = (size, phones[0].Core.SeenLog.Last?.Size ?? 0);
            foreach (var phone in phones)
            {
                await phone.Agent.ContactAsync(Ct);
            }
        }
    }

    private static async Task<string> NextCodeAsync(Person person, int after)
    {
        for (; ; await Task.Delay(20, Ct))
        {
            var codes = await CodesAsync(person);
            if (codes.Count > after)
            {
                return codes[0];
            }
        }
    }

    // What a development server has mailed, the newest first.
    private static async Task<List<string>> CodesAsync(Person person)
    {
        using var mails = JsonDocument.Parse(await person.Http.GetStringAsync(new Uri("/dev/outbox", UriKind.Relative), Ct));
        return [.. mails.RootElement.EnumerateArray().Where(m => m.GetProperty("to").GetString() == person.Email)
            .Select(m => Code().Match(m.GetProperty("text").GetString()!)).Where(m => m.Success).Select(m => m.Value.Replace(" ", "", StringComparison.Ordinal))];
    }

    private static async Task<string?> RefusalAsync(Func<Task> act)
    {
        try
        {
            await act();
            return null;
        }
        catch (TenureProblemException refused)
        {
            return refused.Code;
        }
    }

    [GeneratedRegex(@"\b\d{3} ?\d{3}\b")]
    private static partial Regex Code();

    private sealed record Person(HttpClient Http, TenureClient Client, string Email)
    {
        public string Token => Client.AccessToken!;
    }

    /// <summary>A phone as it is sold, with the agent that real devices run.</summary>
    private sealed class RealPhone : IDisposable
    {
        private readonly Uri server;
        private readonly PhoneFacts facts;
        private readonly MemoryStorage storage = new();
        private readonly HttpClient http;

        public RealPhone(Uri server, string model)
        {
            (this.server, facts) = (server, new PhoneFacts(model, "serial " + model, model, "1.0", "Test OS", "1", Server: null));
            http = new HttpClient { BaseAddress = server };
            (Core, Agent) = Boot();
        }

        public PhoneCore Core { get; private set; }

        public DeviceAgent Agent { get; private set; }

        public string Id => Core.Identity.Id.Text;

        /// <summary>State, epoch and holding of its block.</summary>
        public (BlockState State, uint Epoch, string Holding) Stand => (Core.Block.State, Core.Block.Content!.Epoch, Convert.ToHexStringLower(Core.Block.Content.HoldingId ?? []));

        public async Task MeetAsync(CancellationToken ct)
        {
            Agent.Confirm(await Agent.MeetServerAsync(server, ct));
            await Agent.EnrolAsync(ct);
        }

        public async Task ActivateAsync(Person person, CancellationToken ct)
        {
            await MeetAsync(ct);
            Assert.True(await Agent.ActivateAsync(person.Token, _ => true, ct));
            await Agent.SendOwedReceiptAsync(ct);
        }

        public async Task SignOutAsync(Person person, CancellationToken ct)
        {
            await Agent.SignOutAsync(person.Token, Password, erase: true, ct);
            await Agent.SendOwedReceiptAsync(ct);
        }

        /// <summary>Erases user data as a recovery does, and boots.</summary>
        public void Wipe()
        {
            Stop();
            storage[PhoneLayout.UserData].Write(0, new byte[storage[PhoneLayout.UserData].Length]);
            (Core, Agent) = Boot();
        }

        public void Dispose()
        {
            Stop();
            http.Dispose();
        }

        private void Stop()
        {
            Agent.Dispose();
            Core.Dispose();
        }

        private (PhoneCore, DeviceAgent) Boot()
        {
            var core = PhoneCore.Boot(storage, facts);
            var agent = new DeviceAgent(core, TimeProvider.System);
            agent.Connect(new TenureClient(http));
            return (core, agent);
        }
    }
}
