using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Documents;
using Tenure.Server.Data;

namespace Tenure.Server.Documents;

/// <summary>Looks at documents that have arrived, one after the other: a document costs processes, and who sent it does not wait for them with a request.</summary>
/// <remarks>A process that dies in the middle leaves the document as received, and the next one looks at it. Of several processes one has the file.</remarks>
internal sealed class LookAtDocuments(IServiceScopeFactory scopes, DocumentSignal signal, DocumentsLog log) : BackgroundService
{
    private const int Batch = 20;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                log.Failed(failure);
            }

            await signal.WaitAsync(TimeSpan.FromSeconds(1), stoppingToken);
        }
    }

    private async Task LookAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TenureDb>();
        foreach (var id in await db.Documents.Where(d => d.State == DocumentState.Received).OrderBy(d => d.StartedAt).Select(d => d.Id).Take(Batch).ToListAsync(ct))
        {
            // Each in a scope of its own: one that fails leaves nothing to the next.
            await using var one = scopes.CreateAsyncScope();
            try
            {
                await one.ServiceProvider.GetRequiredService<LookAtDocument>().ExecuteAsync(id, ct);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                log.NotLookedAt(id, failure);
            }
        }
    }
}
