using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;
using Tenure.Server.Platform.Pictures;

namespace Tenure.Server.Accounts.Pictures;

/// <summary>Pictures that are in memory: a few, one of an account, two of a network, and of these only so many are read at once.</summary>
/// <remarks>Per process, like the memory that it bounds.</remarks>
internal sealed class PictureQueue(IOptions<PictureOptions> options) : IDisposable
{
    // Whoever sends slowly keeps a place for as long: one network must not keep them all.
    private const int PerNetwork = 2;
    private readonly ConcurrentDictionary<string, int> networks = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<AccountId, bool> accounts = new();
    private readonly SemaphoreSlim places = new(options.Value.AtOnce + options.Value.Queue);
    private readonly SemaphoreSlim turns = new(options.Value.AtOnce);

    /// <summary>A place for one picture of an account, until it is disposed of; <c>null</c> when all are taken, or the account or its network has what it may have.</summary>
    public IDisposable? Enter(AccountId account, Network network)
    {
        if (!accounts.TryAdd(account, true))
        {
            return null;
        }

        if (networks.AddOrUpdate(network.Prefix, 1, (_, taken) => taken + 1) <= PerNetwork && places.Wait(0))
        {
            return new Place(() =>
            {
                places.Release();
                Leave(account, network);
            });
        }

        Leave(account, network);
        return null;
    }

    /// <summary>Waits until a process may be started for a picture that has a place.</summary>
    public async Task<IDisposable> TurnAsync(CancellationToken ct)
    {
        await turns.WaitAsync(ct);
        return new Place(() => turns.Release());
    }

    public void Dispose()
    {
        places.Dispose();
        turns.Dispose();
    }

    private void Leave(AccountId account, Network network)
    {
        accounts.TryRemove(account, out _);
        networks.AddOrUpdate(network.Prefix, 0, (_, taken) => taken - 1);
        // Gone with its last one, unless somebody came meanwhile.
        networks.TryRemove(new(network.Prefix, 0));
    }

    private sealed class Place(Action leave) : IDisposable
    {
        public void Dispose() => leave();
    }
}
