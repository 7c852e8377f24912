using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using Tenure.Server.Data;
using RegisteredClient = OpenIddict.EntityFrameworkCore.Models.OpenIddictEntityFrameworkCoreApplication<System.Guid>;

namespace Tenure.Server.Tokens;

/// <summary>The registered clients: a handful, which change with a new version of the server. Each is read again after a minute.</summary>
internal sealed class ClientCache(TenureDb db, ClientCache.Known known, IOpenIddictApplicationStore<RegisteredClient> store, TimeProvider clock) : IOpenIddictApplicationCache<RegisteredClient>
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(1);

    public ValueTask AddAsync(RegisteredClient application, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask RemoveAsync(RegisteredClient application, CancellationToken cancellationToken)
    {
        known.ByName.TryRemove(application.ClientId ?? "", out _);
        return ValueTask.CompletedTask;
    }

    public ValueTask<RegisteredClient?> FindByClientIdAsync(string identifier, CancellationToken cancellationToken) =>
        known.ByName.TryGetValue(identifier, out var kept) && clock.GetUtcNow() < kept.Until ? new(kept.Client) : new(ReadAsync(identifier, cancellationToken));

    public ValueTask<RegisteredClient?> FindByIdAsync(string identifier, CancellationToken cancellationToken) => store.FindByIdAsync(identifier, cancellationToken);

    public IAsyncEnumerable<RegisteredClient> FindByPostLogoutRedirectUriAsync(string uri, CancellationToken cancellationToken) => store.FindByPostLogoutRedirectUriAsync(uri, cancellationToken);

    public IAsyncEnumerable<RegisteredClient> FindByRedirectUriAsync(string uri, CancellationToken cancellationToken) => store.FindByRedirectUriAsync(uri, cancellationToken);

    // Not tracked: many requests share it. Only what is registered is kept, or strangers could fill the memory with names.
    private async Task<RegisteredClient?> ReadAsync(string name, CancellationToken ct)
    {
        var client = await db.Set<RegisteredClient>().AsNoTracking().FirstOrDefaultAsync(c => c.ClientId == name, ct);
        if (client is { ClientId: { } registered })
        {
            known.ByName[registered] = (client, clock.GetUtcNow() + KeptFor);
        }

        return client;
    }

    /// <summary>What all requests share.</summary>
    internal sealed class Known
    {
        public ConcurrentDictionary<string, (RegisteredClient Client, DateTimeOffset Until)> ByName { get; } = new(StringComparer.Ordinal);
    }
}
