using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using Tenure.Client;
using Tenure.Client.SignIn;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;
using Tenure.Server.Audit.Tree;
using Tenure.Server.Data;
using Tenure.Server.Platform.Sweeps;
using Tenure.Server.Sessions.Contracts;
using Tenure.Server.SignIn.Contracts;
using Tenure.Server.Tests.Hosting;
using Tenure.Server.Tokens;

namespace Tenure.Server.Tests.Devices;

/// <summary>The real host with accounts that were made without their letters, so that a test of devices begins where devices begin.</summary>
public abstract class DeviceHost(ServerFixture server) : IAsyncLifetime
{
    public const string Password = "quiet harbour lantern 71";

    private int accounts;

    internal FakeTimeProvider Clock => server.Clock;

    internal string DataFolder => server.Folder;

    internal Uri Address => server.Address;

    internal IServiceProvider Services => server.Services;

    internal ServerFixture Server => server;

    /// <summary>PostgreSQL's connection string; <c>null</c> on SQLite.</summary>
    internal string? Connection { get; private set; }

    public async ValueTask InitializeAsync()
    {
        await server.InitializeAsync();
        Connection = await InDatabaseAsync<string?>(db => Task.FromResult(db is PostgresTenureDb ? db.Database.GetConnectionString() : null));
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Counts the running test for its database.</summary>
    public ValueTask UsedAsync() => server.UsedAsync();

    /// <param name="address">Where it seems to call from; a network of its own when absent.</param>
    internal TenureClient NewClient(string? address = null) => server.Client(address);

    internal HttpClient NewHttp() => server.Http();

    /// <inheritdoc cref="NewClient"/>
    internal TestPhone NewPhone(string? address = null) => new(NewClient(address));

    internal async Task<T> InScopeAsync<T>(Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = Services.CreateAsyncScope();
        return await work(scope.ServiceProvider);
    }

    internal Task SweepAsync<T>(CancellationToken ct)
        where T : Sweep => server.SweepAsync<T>(ct);

    /// <summary>Waits until the tree has taken up every entry of the log.</summary>
    internal async Task LogTakenUpAsync(CancellationToken ct)
    {
        while (await InDatabaseAsync(db => db.WaitingEntries.AnyAsync(ct)))
        {
            await Task.Delay(20, ct);
        }
    }

    /// <summary>Until it is disposed of the tree takes up nothing.</summary>
    internal Task<IAsyncDisposable> NothingTakenUpAsync(CancellationToken ct) => WithoutAsync<GrowLog>(ct);

    /// <summary>Until it is disposed of a service of the server does nothing by itself; otherwise a clock that is advanced wakes it.</summary>
    internal async Task<IAsyncDisposable> WithoutAsync<T>(CancellationToken ct)
        where T : IHostedService
    {
        var service = Services.GetServices<IHostedService>().OfType<T>().Single();
        await service.StopAsync(ct);
        return new Pause(service);
    }

    internal Task<T> InDatabaseAsync<T>(Func<TenureDb, Task<T>> work) => server.WithDatabaseAsync(work);

    /// <summary>An account with <see cref="Password"/> and a token of its phone's session.</summary>
    internal Task<TestHolder> NewHolderAsync(CancellationToken ct, string language = "en") => InScopeAsync(async services =>
    {
        var now = Clock.GetUtcNow();
        var id = new AccountId(new Guid(RandomNumberGenerator.GetBytes(16)));
        var email = $"holder{Interlocked.Increment(ref accounts)}@example.org";
        var db = services.GetRequiredService<TenureDb>();
        var hash = await services.GetRequiredService<PasswordHasher>().HashAsync(Password, ct);
        db.Set<Account>().Add(Account.Create(id, AccountNumber.Draw(), hash.Value, nickname: null, language, now));
        db.Set<Identifier>().Add(Identifier.Of(Domain.Accounts.Address.Of(EmailAddress.FromStored(email)), id, now));
        await db.SaveChangesAsync(ct);
        return new TestHolder(id, email, await NewTokenAsync(id, ct));
    });

    /// <summary>A token of another session of the same account.</summary>
    internal async Task<string> NewTokenAsync(AccountId account, CancellationToken ct, string scope = TokenClient.AccountScope, SessionKind kind = SessionKind.Phone) => (await NewTokensAsync(account, ct, scope, kind)).AccessToken;

    /// <inheritdoc cref="NewTokenAsync"/>
    internal Task<Client.SignIn.Tokens> NewTokensAsync(AccountId account, CancellationToken ct, string scope = TokenClient.AccountScope, SessionKind kind = SessionKind.Phone) => InScopeAsync(async services =>
    {
        var pkce = Pkce.Create();
        var chosenAt = await services.GetRequiredService<TenureDb>().Set<Account>().Where(a => a.Id == account).Select(a => a.PasswordChosenAt).FirstAsync(ct);
        var principals = services.GetRequiredService<TokenPrincipals>();
        var session = await principals.NewSessionAsync(new SessionGround.Password(account, chosenAt), kind, TokenClient.PhoneClient, "test phone", [.. scope.Split(' ')], ct);
        var (code, row) = await services.GetRequiredService<AuthorizationCodes>().MakeAsync(TokenClient.PhoneClient, session, pkce.Challenge, ct);
        Assert.True(await principals.BeginAsync(session, [], [row], ct));
        return await NewClient().SignIn.RedeemAsync(TokenClient.PhoneClient, code, pkce.Verifier, redirectUri: null, ct);
    });

    private sealed class Pause(IHostedService service) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await service.StartAsync(CancellationToken.None);
    }
}
