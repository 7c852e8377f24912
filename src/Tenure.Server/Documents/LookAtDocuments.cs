using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Tenure.Domain.Documents;
using Tenure.Server.Data;

namespace Tenure.Server.Documents;

/// <summary>Looks at documents that have arrived, a few at once: a document costs processes, and who sent it does not wait for them with a request. Folders take turns, so that one that sends much keeps no other waiting.</summary>
/// <remarks>A process that dies in the middle leaves the document as received, and the next one looks at it. Of several processes one has the file.</remarks>
internal sealed class LookAtDocuments(IServiceScopeFactory scopes, DocumentSignal signal, IOptions<DocumentOptions> options, TimeProvider clock, DocumentsLog log) : BackgroundService
{
    // Two take turns on one processor as well: one that is stuck until its time is over is not all there is.
    private const int Fewest = 2;
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly HashSet<Guid> underWay = [];

    // Folders whose turn would be in vain before then: others are not kept waiting by them.
    private readonly Dictionary<Guid, DateTimeOffset> later = [];

    /// <summary>Documents that are being looked at now, each of another folder.</summary>
    public int UnderWay
    {
        get
        {
            lock (gate)
            {
                return underWay.Count;
            }
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, Math.Min(options.Value.AtOnce, Math.Max(Fewest, Environment.ProcessorCount))).Select(_ => WorkAsync(stoppingToken)));

    private async Task WorkAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            var looked = false;
            try
            {
                looked = await LookAtNextAsync(ct);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                log.Failed(failure);
            }

            if (!looked)
            {
                await signal.WaitAsync(TimeSpan.FromSeconds(1), ct);
            }
        }
    }

    // Whether there was one, and the next may be looked for at once.
    private async Task<bool> LookAtNextAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TenureDb>();
        Guid[] busy;
        lock (gate)
        {
            var due = clock.GetUtcNow();
            foreach (var (folder, from) in later)
            {
                if (from <= due)
                {
                    later.Remove(folder);
                }
            }

            busy = [.. underWay, .. later.Keys];
        }

        var next = await db.Documents.Where(d => d.State == DocumentState.Received && !busy.Contains(d.FolderId))
            .Join(db.DocumentFolders, d => d.FolderId, f => f.Id, (d, f) => new { d.Id, d.FolderId, d.Number, f.TurnAt })
            .OrderBy(x => x.TurnAt).ThenBy(x => x.FolderId).ThenBy(x => x.Number).FirstOrDefaultAsync(ct);
        if (next is null)
        {
            return false;
        }

        lock (gate)
        {
            if (!underWay.Add(next.FolderId))
            {
                // Another one here was faster.
                return true;
            }
        }

        try
        {
            var now = clock.GetUtcNow();
            await db.DocumentFolders.Where(f => f.Id == next.FolderId).ExecuteUpdateAsync(f => f.SetProperty(x => x.TurnAt, now), ct);
            var looked = await scope.ServiceProvider.GetRequiredService<LookAtDocument>().ExecuteAsync(next.Id, ct);
            if (looked.Refusal is not { } notNow)
            {
                return looked.Value;
            }

            lock (gate)
            {
                // At most a minute: whatever keeps it back may be over sooner.
                var wait = notNow.RetryAfter is { } said && said < LongestWait ? said : LongestWait;
                later[next.FolderId] = clock.GetUtcNow() + wait;
            }

            return true;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            log.NotLookedAt(next.Id, failure);
            return false;
        }
        finally
        {
            lock (gate)
            {
                underWay.Remove(next.FolderId);
            }
        }
    }
}
