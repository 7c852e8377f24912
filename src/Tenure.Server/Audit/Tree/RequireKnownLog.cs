using Microsoft.EntityFrameworkCore;
using Tenure.Server.Data;
using Tenure.Server.Platform.Hosting;

namespace Tenure.Server.Audit.Tree;

/// <summary>Before the first request: a database that is older than what this server signed stops the start, and not the first phone that sees the fork.</summary>
internal sealed class RequireKnownLog(TenureDb db, LogMemory memory) : IStartUp
{
    public async Task RunAsync(CancellationToken ct) => await memory.RequireKnownAsync(db, await db.LogTrees.AsNoTracking().SingleOrDefaultAsync(ct) ?? LogTree.New(), ct);
}
