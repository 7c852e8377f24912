using System.Security.Cryptography;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Tenure.Client;
using Tenure.Client.SignIn;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;
using Tenure.Server.Data;
using Tenure.Server.SignIn.Contracts;
using Tenure.Server.Tokens;

namespace Tenure.Server.Tests.Devices;

/// <summary>The real host on one of the two databases, with a clock that tests move and accounts made without their letters.</summary>
public abstract class DeviceHost : IAsyncLifetime
{
    public const string Password = "quiet harbour lantern 71";

    private readonly string folder = Directory.CreateTempSubdirectory("tenure-devices").FullName;
    private WebApplicationFactory<Program>? factory;
    private int accounts;

    internal FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));

    internal string DataFolder => folder;

    internal string? Connection { get; private set; }

    internal IServiceProvider Services => factory!.Services;

    public async ValueTask InitializeAsync()
    {
        Connection = await NewDatabaseAsync();
        factory = new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
        {
            host.UseEnvironment("Development");
            host.UseSetting("Tenure:Data", folder);
            host.UseSetting("Tenure:Issuer", "http://localhost/");
            if (Connection is not null)
            {
                host.UseSetting("ConnectionStrings:Tenure", Connection);
            }

            host.ConfigureTestServices(services => services.AddSingleton<TimeProvider>(Clock));
        });
        _ = factory.Server;
    }

    public async ValueTask DisposeAsync()
    {
        if (factory is not null)
        {
            await factory.DisposeAsync();
        }

        Directory.Delete(folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Counts the running test for its database.</summary>
    public abstract Task UsedAsync();

    protected abstract Task<string?> NewDatabaseAsync();

    internal TenureClient NewClient() => new(factory!.CreateClient());

    internal TestPhone NewPhone() => new(NewClient());

    internal async Task<T> InScopeAsync<T>(Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = Services.CreateAsyncScope();
        return await work(scope.ServiceProvider);
    }

    internal Task<T> InDatabaseAsync<T>(Func<TenureDb, Task<T>> work) => InScopeAsync(services => work(services.GetRequiredService<TenureDb>()));

    /// <summary>An account with <see cref="Password"/> and a token of its phone's session.</summary>
    internal Task<TestHolder> NewHolderAsync(CancellationToken ct, string language = "en") => InScopeAsync(async services =>
    {
        var now = Clock.GetUtcNow();
        var id = new AccountId(new Guid(RandomNumberGenerator.GetBytes(16)));
        var email = $"holder{Interlocked.Increment(ref accounts)}@example.org";
        var db = services.GetRequiredService<TenureDb>();
        var hash = await services.GetRequiredService<PasswordHasher>().HashAsync(Password, ct);
        db.Set<Account>().Add(Account.Create(id, AccountNumber.Draw(), hash.Value, nickname: null, language, now));
        db.Set<Identifier>().Add(Identifier.OfEmail(EmailAddress.FromStored(email), id, now));
        await db.SaveChangesAsync(ct);
        return new TestHolder(id, email, await NewTokenAsync(id, ct));
    });

    /// <summary>A token of another session of the same account.</summary>
    internal Task<string> NewTokenAsync(AccountId account, CancellationToken ct) => InScopeAsync(async services =>
    {
        var pkce = Pkce.Create();
        var principal = await services.GetRequiredService<TokenPrincipals>().BeginSessionAsync(
            account, SessionKind.Phone, TokenClient.PhoneClient, "test phone", [.. TokenClient.AccountScope.Split(' ')], ct);
        var code = await services.GetRequiredService<AuthorizationCodes>().IssueAsync(TokenClient.PhoneClient, principal, pkce.Challenge, ct);
        return (await NewClient().SignIn.RedeemAsync(TokenClient.PhoneClient, code, pkce.Verifier, redirectUri: null, ct)).AccessToken;
    });
}
