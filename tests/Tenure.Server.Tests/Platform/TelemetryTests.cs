using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tenure.Client;
using Tenure.Domain.Accounts;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Tests.Hosting;

namespace Tenure.Server.Tests.Platform;

/// <summary>What arrives at a receiver of OTLP, byte by byte: the figures, and nothing that says who somebody is.</summary>
public abstract class TelemetryTests : IAsyncLifetime
{
    private readonly ConcurrentQueue<(string Path, string Type, byte[] Body)> received = [];
    private IHost receiver = null!;
    private ServerFixture server = null!;

    /// <summary>A server that sends its figures as the settings say.</summary>
    protected abstract ServerFixture NewServer(IReadOnlyDictionary<string, string> settings);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapPost("/{**path}", async (HttpContext context, CancellationToken ct) =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, ct);
            received.Enqueue((context.Request.Path, context.Request.ContentType ?? "", body.ToArray()));
            return Results.Bytes([], "application/x-protobuf");
        });
        await app.StartAsync(Ct);
        receiver = app;
        server = NewServer(new Dictionary<string, string>
        {
            ["Telemetry:Endpoint"] = app.Urls.Single(),
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "300",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "300",
        });
        await server.InitializeAsync();
        await server.UsedAsync();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await server.DisposeAsync();
        await receiver.StopAsync(CancellationToken.None);
        receiver.Dispose();
    }

    [Fact]
    public async Task Figures_and_traces_arrive_and_hold_nothing_of_a_person()
    {
        var person = await Person.RegisterAsync(server, Ct, nickname: "Rosalind Franklin");
        var client = await person.SignInAsync(server, Ct);
        await client.GetAccountAsync(Ct);
        await client.GetSessionsAsync(Ct);
        await Assert.ThrowsAsync<TenureProblemException>(() => client.GetDeviceAsync("a-device-that-is-not-there", Ct));
        using var http = server.Http("2001:db8:dead:beef::7");
        http.DefaultRequestHeaders.UserAgent.ParseAdd("Peculiar/7.7");
        using var wrong = await http.PostAsync("/connect/challenge?secret=in-the-query", SignIn.SignInTests.Form(person.Email, "a wrong password, typed"), Ct);
        using var nowhere = await http.GetAsync(new Uri($"/no-such-page/{person.Number}?mail={Uri.EscapeDataString(person.Email)}", UriKind.Relative), Ct);
        using var browser = await Browser.OfAsync(server, person, Ct);

        string[] wanted =
        [
            "tenure.sign_ins", "signed_in", "sign_in_failed", "tenure.codes", "mail", "tenure.hashes.inside", "tenure.outbox.waiting", "tenure.outbox.age", "tenure.refusals",
            "http.server.request.duration", "dotnet.gc.collections", "/api/v1/registrations/",
        ];
        await UntilAsync("/v1/metrics", wanted);
        await UntilAsync("/v1/traces", ["/api/v1/account", "http.route", "/connect/challenge"]);
        Assert.All(received, sent => Assert.Equal("application/x-protobuf", sent.Type));

        var number = AccountNumber.FromStored(person.Number);
        var (account, sessions) = await server.WithDatabaseAsync(async db =>
        {
            var id = await db.Accounts.Where(a => a.Number == number).Select(a => a.Id).SingleAsync(Ct);
            return (id.Value, await db.Set<Domain.SignIn.Session>().Where(s => s.AccountId == id).Select(s => s.Id).ToListAsync(Ct));
        });
        string[] forbidden =
        [
            person.Email, person.Email.Split('@')[0], Uri.EscapeDataString(person.Email), person.Number, person.KnownDevice, "Rosalind", "Franklin", "in-the-query", "secret=",
            "a wrong password", "Peculiar", "2001:db8", "no-such-page", "a-device-that-is-not-there", account.ToString("N"), account.ToString("D"), client.AccessToken!,
            .. sessions.SelectMany(s => new[] { s.Value.ToString("N"), s.Value.ToString("D") }),
        ];
        Assert.All(forbidden, word => Assert.DoesNotContain(received, sent => Text(sent.Body).Contains(word, StringComparison.OrdinalIgnoreCase)));
    }

    private static string Text(byte[] body) => Encoding.Latin1.GetString(body);

    private async Task UntilAsync(string path, string[] words)
    {
        for (var waited = Stopwatch.StartNew(); ; await Task.Delay(50, Ct))
        {
            var all = string.Concat(received.Where(sent => sent.Path == path).Select(sent => Text(sent.Body)));
            var missing = words.Where(word => !all.Contains(word, StringComparison.Ordinal)).ToList();
            if (missing.Count == 0)
            {
                return;
            }

            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(60), $"{path} never spoke of {string.Join(", ", missing)}");
        }
    }
}
