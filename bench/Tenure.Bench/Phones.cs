using System.Diagnostics;
using System.Globalization;
using Tenure.Client;
using Tenure.Client.SignIn;
using Tenure.Device.Agent;
using Tenure.Device.Phone;

namespace Tenure.Bench;

/// <summary>Thousands of phones in this process: how fast they are activated, and what it costs when each of them asks every five minutes how things stand.</summary>
/// <remarks>Phones, server and database share the machine; what the phones and the server cost by themselves is in the details, by CPU time.</remarks>
internal static class Phones
{
    private const int Crowd = 10_000;
    private const int WarmUp = 5000;
    private const int Accounts = 50;
    private const int AtOnce = 16;
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Watched = TimeSpan.FromMinutes(1);

    public static async Task<IReadOnlyList<Figure>> MeasureAsync(Programs programs, string folder, CancellationToken ct)
    {
        var database = $"{programs.Postgres};Database=phones";
        using var server = await ServerProcess.StartAsync(
            programs.Server,
            address => ["serve", "--data", folder, "--urls", address.ToString(), "--database", database, "--Devices:NewPerNetwork", "1000000"],
            ct);
        using (var first = new HttpClient { BaseAddress = server.Address })
        {
            await SignIn.RegisterAsync(first, ct);
        }

        await Population.MakeAsync(database, Accounts, ct);
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = AtOnce }) { BaseAddress = server.Address };
        var tokens = new string[Accounts];
        for (var i = 0; i < Accounts; i++)
        {
            tokens[i] = await SignInAsync(http, i + 1, ct);
        }

        var before = GC.GetTotalMemory(forceFullCollection: true);
        var crowd = Enumerable.Range(0, Crowd).Select(i => new Agent(i, server.Address, http)).ToList();
        await ForAllAsync(crowd, agent => agent.MeetAsync(ct), ct);
        // The first ones compile what follows: with 1,000 of them a quarter of the server's time was still its compiler's.
        await ForAllAsync(crowd[..WarmUp], agent => agent.ActivateAsync(tokens[agent.Number % Accounts], ct), ct);
        var (seconds, serverCpu, ownCpu) = await TimeAsync(server, () => ForAllAsync(crowd[WarmUp..], agent => agent.ActivateAsync(tokens[agent.Number % Accounts], ct), ct));
        var count = Crowd - WarmUp;
        // The receipt is in the first contact.
        await ForAllAsync(crowd, agent => agent.ContactAsync(ct), ct);
        var perPhone = (GC.GetTotalMemory(forceFullCollection: true) - before) / 1024.0 / Crowd;
        var (_, reportServer, reportOwn) = await TimeAsync(server, () => ReportAsync(crowd, ct));
        var reports = Crowd * (Watched / Every);
        foreach (var agent in crowd)
        {
            agent.Dispose();
        }

        return
        [
            new("Activations, with the proofs of enrolment and activation, PostgreSQL", count / seconds, "per second", AtLeast: 200, Detail: string.Create(
                CultureInfo.InvariantCulture,
                $"{count} phones, {AtOnce} at once, on the machine that also runs the phones and the database; for each {1000 * serverCpu / count:0.00} ms of CPU of the server's process and {1000 * ownCpu / count:0.00} ms of the phones'")),
            new("A phone in a process of 10,000: memory", perPhone, "KB", Detail: "after its activation and a contact, connections not counted"),
            new("A phone that asks every 5 minutes: CPU of the phones' process", 1000 * reportOwn / reports, "ms per contact", Detail: string.Create(CultureInfo.InvariantCulture, $"10,000 phones, {reports:0} contacts in {Watched.TotalSeconds} s")),
            new("A phone that asks every 5 minutes: CPU of the server's process", 1000 * reportServer / reports, "ms per contact", Detail: string.Create(
                CultureInfo.InvariantCulture, $"nonce, evidence, token, state; 10,000 phones take {100 * reportServer / Watched.TotalSeconds:0.0} % of one core, {server.Megabytes:0} MB resident")),
        ];
    }

    private static async Task<string> SignInAsync(HttpClient http, int number, CancellationToken ct)
    {
        var client = new TenureClient(http);
        var step = await client.SignIn.StartNativeAsync(TokenClient.PhoneClient, Population.EmailOf(number), BareHash.Password, Population.BrowserOf(number), "Bench", Pkce.Create(), ct);
        return step.Tokens?.AccessToken ?? throw new InvalidOperationException("A known phone was asked for a code.");
    }

    private static Task ForAllAsync(IEnumerable<Agent> agents, Func<Agent, Task> act, CancellationToken ct) =>
        Parallel.ForEachAsync(agents, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (agent, _) => await act(agent));

    // Evenly spread, as phones that were switched on at different times are.
    private static async Task ReportAsync(List<Agent> crowd, CancellationToken ct)
    {
        var gap = Every / Crowd;
        var watch = Stopwatch.StartNew();
        var count = (int)(Crowd * (Watched / Every));
        var running = new List<Task>(count);
        for (var i = 0; i < count; i++)
        {
            var ahead = (gap * i) - watch.Elapsed;
            if (ahead > TimeSpan.FromMilliseconds(1))
            {
                await Task.Delay(ahead, ct);
            }

            running.Add(crowd[i * 5 % Crowd].ContactAsync(ct));
        }

        await Task.WhenAll(running);
    }

    private static async Task<(double Seconds, double ServerCpu, double OwnCpu)> TimeAsync(ServerProcess server, Func<Task> work)
    {
        using var self = Process.GetCurrentProcess();
        var (serverBefore, ownBefore, watch) = (server.CpuTime, CpuClock.Of(self), Stopwatch.StartNew());
        await work();
        var seconds = watch.Elapsed.TotalSeconds;
        self.Refresh();
        return (seconds, (server.CpuTime - serverBefore).TotalSeconds, (CpuClock.Of(self) - ownBefore).TotalSeconds);
    }

    private sealed class Agent : IDisposable
    {
        private readonly PhoneCore phone;
        private readonly DeviceAgent agent;
        private readonly Uri address;

        public Agent(int number, Uri address, HttpClient http)
        {
            Number = number;
            this.address = address;
            phone = PhoneCore.Boot(new MemoryStorage(), new PhoneFacts("Bench One", string.Create(CultureInfo.InvariantCulture, $"B{number:00000000}"), "bench", "1.0", "Bench OS", "1", Server: null));
            agent = new DeviceAgent(phone, TimeProvider.System);
            agent.Connect(new TenureClient(http));
        }

        public int Number { get; }

        public async Task MeetAsync(CancellationToken ct) => agent.Confirm(await agent.MeetServerAsync(address, ct));

        public async Task ActivateAsync(string token, CancellationToken ct)
        {
            await agent.EnrolAsync(ct);
            if (!await agent.ActivateAsync(token, _ => true, ct))
            {
                throw new InvalidOperationException("The phone was not activated.");
            }
        }

        public Task<ContactResult> ContactAsync(CancellationToken ct) => agent.ContactAsync(ct);

        public void Dispose()
        {
            agent.Dispose();
            phone.Dispose();
        }
    }
}
