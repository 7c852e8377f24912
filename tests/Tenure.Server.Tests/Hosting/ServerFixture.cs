using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using Tenure.Client;
using Tenure.Server.Data;
using Tenure.Server.Keys.Contracts;
using Tenure.Server.Platform.Mail;
using Tenure.Server.Platform.Sweeps;

namespace Tenure.Server.Tests.Hosting;

/// <summary>The real host on a real socket, with a clock that the test moves, on one of the two databases.</summary>
/// <remarks>Share it by class: <c>class XOnSqlite(SqliteServer server) : XTests(server), IClassFixture&lt;SqliteServer&gt;</c>, and the same with <see cref="PostgresServer"/>.</remarks>
public abstract class ServerFixture : IAsyncLifetime
{
    /// <summary>A client that names an address here seems to call from it.</summary>
    public const string AddressHeader = "X-Test-Address";

    private readonly string folder = Directory.CreateTempSubdirectory("tenure-server").FullName;
    private Host? host;

    /// <summary>The server's time; stands still until a test moves it.</summary>
    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 5, 4, 12, 0, 0, TimeSpan.Zero));

    /// <summary>Settings of this server; empty for the defaults.</summary>
    protected virtual IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>();

    /// <summary>Whether a password costs what it costs on a real server: where time is compared.</summary>
    protected virtual bool HashesInFull => false;

    /// <summary>The server's services.</summary>
    public IServiceProvider Services => Running.Services;

    /// <summary>The folder with keys, and the database where it is SQLite.</summary>
    public string Folder => folder;

    /// <summary>Where the server listens.</summary>
    public Uri Address => new(Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    private Host Running => host ?? throw new InvalidOperationException("The server has not started.");

    /// <summary>Counts the running test as one on this database.</summary>
    public abstract ValueTask UsedAsync();

    public async ValueTask InitializeAsync()
    {
        host = new Host(this, await ConnectionStringAsync());
        host.UseKestrel(0);
        host.StartServer();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (host is not null)
        {
            await host.DisposeAsync();
        }

        await DropAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>A typed client.</summary>
    /// <param name="address">Where it seems to call from; a network of its own when absent, so that tests do not slow each other down.</param>
    public TenureClient Client(string? address = null) => new(Http(address));

    /// <summary>A plain client; redirects are not followed, cookies are the test's business.</summary>
    public HttpClient Http(string? address = null)
    {
        var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Address };
        http.DefaultRequestHeaders.Add(AddressHeader, address ?? NewAddress());
        return http;
    }

    /// <summary>An address in a /64 where nobody was before.</summary>
    public static string NewAddress() => new IPAddress([0x20, 0x01, 0x0d, 0xb8, .. System.Security.Cryptography.RandomNumberGenerator.GetBytes(4), .. new byte[7], 1]).ToString();

    /// <summary>The messages in the outbox for one address, oldest first. Moves the clock by a millisecond, so that the next message is a later one.</summary>
    internal async Task<List<OutboxMessage>> MailsToAsync(string address, CancellationToken ct)
    {
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        await using var scope = Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TenureDb>();
        return await db.Outbox.AsNoTracking().Where(m => m.Recipient == address).OrderBy(m => m.CreatedAt).ThenBy(m => m.Id).ToListAsync(ct);
    }

    /// <summary>Does something with the server's database.</summary>
    internal async Task<T> WithDatabaseAsync<T>(Func<TenureDb, Task<T>> use)
    {
        await using var scope = Services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<TenureDb>());
    }

    /// <summary>Lets one of the server's sweeps make its round now.</summary>
    internal Task SweepAsync<T>(CancellationToken ct)
        where T : Sweep => Services.GetServices<IHostedService>().OfType<T>().Single().RunAsync(ct);

    /// <summary>PostgreSQL's connection string; <c>null</c> for SQLite.</summary>
    protected abstract Task<string?> ConnectionStringAsync();

    /// <summary>Removes what <see cref="ConnectionStringAsync"/> made.</summary>
    protected abstract Task DropAsync();

    private sealed class Host(ServerFixture fixture, string? connectionString) : WebApplicationFactory<Program>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseSetting("Tenure:Data", fixture.folder);
            // Cases that nobody opened are for the tests that look for them.
            builder.UseSetting("Cases:DecoyPercent", "0");
            if (connectionString is not null)
            {
                builder.UseSetting("ConnectionStrings:Tenure", connectionString);
            }

            // What UseSetting takes goes to the program as an argument, and it refuses secrets there.
            var secrets = fixture.Settings.Where(setting => setting.Key.EndsWith(":Password", StringComparison.Ordinal)).ToDictionary();
            // What a server tells of each step is of no use among the words of two hundred servers.
            builder.ConfigureAppConfiguration(configuration => configuration.AddInMemoryCollection(
                [.. secrets.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)), new("Logging:Console:LogLevel:Default", "Warning")]));
            foreach (var (name, value) in fixture.Settings.Except(secrets))
            {
                builder.UseSetting(name, value);
            }

            builder.ConfigureTestServices(services =>
            {
                services.AddSingleton<TimeProvider>(fixture.Clock);
                if (!fixture.HashesInFull)
                {
                    services.AddCheapHashes();
                }

                services.AddSingleton<ISignerLine, SignerInside>();
                services.AddSingleton<IStartupFilter, SeemingAddress>();
            });
        }
    }

    private sealed class SeemingAddress : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((HttpContext context, RequestDelegate rest) =>
            {
                if (context.Request.Headers[AddressHeader] is [{ } address])
                {
                    context.Connection.RemoteIpAddress = IPAddress.Parse(address);
                }

                return rest(context);
            });
            next(app);
        };
    }
}
