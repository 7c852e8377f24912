using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Tenure.Client;
using Tenure.Client.Accounts;
using Tenure.Server.Data;
using Tenure.Testing;

namespace Tenure.Server.Tests.Hosting;

/// <summary>SIGTERM to the server's own process while it works.</summary>
public sealed class StopTests : IDisposable
{
    private readonly string data = Directory.CreateTempSubdirectory("tenure-stop").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(data, recursive: true);

    [Fact]
    public async Task What_is_under_way_is_answered_and_what_comes_is_refused()
    {
        await using var server = new ServerProcess(data);
        await server.StartAsync(Ct);
        using var slow = await SlowRequest.BeginAsync(server.Address, Ct);
        var answered = 0;
        var load = Enumerable.Range(0, 8).Select(i => LoadAsync(server.Address, i, () => Interlocked.Increment(ref answered))).ToList();
        await UntilAsync(() => Task.FromResult(Volatile.Read(ref answered) >= 20));

        server.Terminate();

        // Readiness says no while the server still answers, and everybody at work is told so and not cut.
        using var http = new HttpClient { BaseAddress = server.Address };
        await UntilAsync(async () =>
        {
            using var ready = await http.GetAsync(new Uri("/health/ready", UriKind.Relative), Ct);
            return ready.StatusCode == HttpStatusCode.ServiceUnavailable;
        });
        using var live = await http.GetAsync(new Uri("/health/live", UriKind.Relative), Ct);
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        using var late = await http.GetAsync(new Uri("/sign-in", UriKind.Relative), Ct);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, late.StatusCode);
        Assert.True(late.Headers.ConnectionClose);
        Assert.Contains("urn:tenure:problem:stopping", await late.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", late.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        await Task.WhenAll(load);

        var answer = await slow.EndAsync(Ct);
        Assert.True(answer.StartsWith("HTTP/1.1 4", StringComparison.Ordinal), $"{answer}\n{server.Output}");
        Assert.Equal(0, await server.WaitForExitAsync(Ct));
    }

    [Fact]
    public async Task A_request_that_never_ends_is_cut_when_the_time_is_over()
    {
        await using var server = new ServerProcess(data, "--Server:StopWithin", "00:00:02");
        await server.StartAsync(Ct);
        using var slow = await SlowRequest.BeginAsync(server.Address, Ct);
        server.Terminate();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        await server.WaitForExitAsync(limit.Token);
    }

    [Fact]
    public async Task The_message_in_hand_is_delivered_once_and_marked()
    {
        await using var mail = await SmtpPeer.StartAsync();
        mail.Used();
        await mail.BeSlowAsync(TimeSpan.FromSeconds(2));
        string[] settings = ["--mail-host", "127.0.0.1", "--mail-port", mail.Port.ToString(System.Globalization.CultureInfo.InvariantCulture)];
        await using (var server = new ServerProcess(data, settings))
        {
            await server.StartAsync(Ct);
            for (var i = 0; i < 3; i++)
            {
                using var http = new HttpClient { BaseAddress = server.Address };
                await new TenureClient(http).StartRegistrationAsync(new StartRegistration($"p{i}@example.org", "en"), Ct);
            }

            // Claimed, and so in the hands of the mail server, which takes its time.
            await UntilAsync(() => StoredAsync(m => m.Attempts > 0));
            server.Terminate();
            Assert.Equal(0, await server.WaitForExitAsync(Ct));
        }

        Assert.False(await StoredAsync(m => m.Attempts > 0 && m.SentAt == null));
        var first = mail.Mails.Count;
        Assert.InRange(first, 1, 3);

        await mail.BeSlowAsync(TimeSpan.Zero);
        await using var next = new ServerProcess(data, settings);
        await next.StartAsync(Ct);
        await UntilAsync(async () => !await StoredAsync(m => m.SentAt == null));
        Assert.Equal(3, mail.Mails.Count);
    }

    private async Task<bool> StoredAsync(System.Linq.Expressions.Expression<Func<Server.Platform.Mail.OutboxMessage, bool>> what)
    {
        var options = Database.Sqlite(new DbContextOptionsBuilder<SqliteTenureDb>(), $"Data Source={Path.Combine(data, "tenure.db")};Mode=ReadOnly;Pooling=False").Options;
        await using var db = new SqliteTenureDb((DbContextOptions<SqliteTenureDb>)options);
        return await db.Set<Server.Platform.Mail.OutboxMessage>().AnyAsync(what, Ct);
    }

    // Passwords are hashed the whole time. Every answer must be whole, until the one that says that the server stops.
    private static async Task LoadAsync(Uri address, int who, Action onAnswer)
    {
        using var http = new HttpClient { BaseAddress = address };
        for (var i = 0; ; i++)
        {
            using var answer = await http.PostAsync("/connect/challenge", SignIn.SignInTests.Form($"nobody{who}.{i}@example.org", "not the password at all"), Ct);
            var text = await answer.Content.ReadAsStringAsync(Ct);
            if (answer.StatusCode == HttpStatusCode.ServiceUnavailable && text.Contains("stopping", StringComparison.Ordinal))
            {
                return;
            }

            using var whole = System.Text.Json.JsonDocument.Parse(text);
            Assert.True(whole.RootElement.TryGetProperty("error", out _), text);
            onAnswer();
        }
    }

    private static async Task UntilAsync(Func<Task<bool>> happened)
    {
        for (var waited = Stopwatch.StartNew(); !await happened(); await Task.Delay(10, Ct))
        {
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(30), "It did not happen within 30 seconds.");
        }
    }

    /// <summary>A request whose body comes in small pieces until it is told to end.</summary>
    private sealed class SlowRequest : IDisposable
    {
        private readonly TcpClient socket = new();
        private readonly CancellationTokenSource enough = new();
        private Task writing = Task.CompletedTask;

        public static async Task<SlowRequest> BeginAsync(Uri address, CancellationToken ct)
        {
            var request = new SlowRequest();
            await request.socket.ConnectAsync(address.Host, address.Port, ct);
            var head = $"POST /connect/challenge HTTP/1.1\r\nHost: {address.Authority}\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n";
            await request.socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head), ct);
            // "100 Continue" comes when the body is asked for: the request is under way.
            Assert.StartsWith("HTTP/1.1 100", await request.ReadLineAsync(ct), StringComparison.Ordinal);
            request.writing = request.WriteAsync(ct);
            return request;
        }

        /// <summary>The first line of the answer.</summary>
        public async Task<string> EndAsync(CancellationToken ct)
        {
            await enough.CancelAsync();
            await writing;
            await socket.GetStream().WriteAsync("0\r\n\r\n"u8.ToArray(), ct);
            Assert.Equal("", await ReadLineAsync(ct));
            return await ReadLineAsync(ct);
        }

        public void Dispose()
        {
            enough.Dispose();
            socket.Dispose();
        }

        private async Task WriteAsync(CancellationToken ct)
        {
            await socket.GetStream().WriteAsync("9\r\npassword=\r\n"u8.ToArray(), ct);
            var piece = Encoding.ASCII.GetBytes($"80\r\n{new string('a', 128)}\r\n");
            while (!enough.IsCancellationRequested)
            {
                await socket.GetStream().WriteAsync(piece, ct);
                await Task.Delay(100, ct);
            }
        }

        private async Task<string> ReadLineAsync(CancellationToken ct)
        {
            var line = new StringBuilder();
            var one = new byte[1];
            while (await socket.GetStream().ReadAsync(one, ct) == 1 && one[0] != '\n')
            {
                line.Append((char)one[0]);
            }

            return line.ToString().TrimEnd('\r');
        }
    }
}
