using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Tenure.Domain.Accounts;

namespace Tenure.Server.Accounts.Pictures;

/// <summary>Pictures that are in memory: a few, one of an account, and of these only so many are read at once.</summary>
/// <remarks>Per process, like the memory that it bounds.</remarks>
internal sealed class PictureQueue(IOptions<PictureOptions> options) : IDisposable
{
    private readonly ConcurrentDictionary<AccountId, bool> accounts = new();
    private readonly SemaphoreSlim places = new(options.Value.AtOnce + options.Value.Queue);
    private readonly SemaphoreSlim turns = new(options.Value.AtOnce);

    /// <summary>A place for one picture of an account, until it is disposed of; <c>null</c> when all are taken, or the account has one.</summary>
    public IDisposable? Enter(AccountId account)
    {
        if (!accounts.TryAdd(account, true))
        {
            return null;
        }

        if (places.Wait(0))
        {
            return new Place(() =>
            {
                places.Release();
                accounts.TryRemove(account, out _);
            });
        }

        accounts.TryRemove(account, out _);
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

    private sealed class Place(Action leave) : IDisposable
    {
        public void Dispose() => leave();
    }
}
