using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Tenure.Server.Data;
using Tenure.Server.Platform.Secrets;

namespace Tenure.Server.Keys.Contracts;

/// <summary>The lives of the database, in their order.</summary>
internal sealed class GenerationBook(TenureDb db, ServerKeys keys, TimeProvider clock)
{
    /// <summary>The one that goes on; the first process to ask makes the first one, and all get the same.</summary>
    public async Task<GenerationRow> CurrentAsync(CancellationToken ct)
    {
        if (await LatestAsync(ct) is { } known)
        {
            return known;
        }

        // A database of before this table has its id there.
        var id = await keys.GetOrMakeAsync("server-generation", () => RandomNumberGenerator.GetBytes(ServerGeneration.Size), ct);
        var first = db.Set<GenerationRow>().Add(new GenerationRow(1, id, clock.GetUtcNow())).Entity;
        try
        {
            await db.SaveChangesAsync(ct);
            return first;
        }
        catch (DbUpdateException)
        {
            // Another process was first.
            db.Entry(first).State = EntityState.Detached;
            return await LatestAsync(ct) ?? throw new InvalidOperationException("The server generation could not be kept.");
        }
    }

    /// <summary>Adds the next one to the caller's unit of work.</summary>
    public async Task<GenerationRow> StartAsync(CancellationToken ct)
    {
        var before = await CurrentAsync(ct);
        return db.Set<GenerationRow>().Add(new GenerationRow(before.Number + 1, RandomNumberGenerator.GetBytes(ServerGeneration.Size), clock.GetUtcNow())).Entity;
    }

    private Task<GenerationRow?> LatestAsync(CancellationToken ct) => db.Set<GenerationRow>().AsNoTracking().OrderByDescending(g => g.Number).FirstOrDefaultAsync(ct);
}
