using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Tenure.Client.Flashing;
using Tenure.Domain.Flashing;
using Tenure.Server.Data;
using Tenure.Server.Flashing.Workshops;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;
using Tenure.Server.Sessions.Contracts;

namespace Tenure.Server.Flashing;

/// <summary>How the computer stands that asks.</summary>
internal sealed class GetThisComputer(TenureDb db, ComputerCheck check, WorkshopAccess access, SessionBook sessions, TimeProvider clock)
{
    public static void Map(IEndpointRouteBuilder computers) => computers
        .MapGet("/this", async Task<Results<Ok<ThisComputer>, RefusalResult>> (HttpContext context, CurrentAccount caller, GetThisComputer get, CancellationToken ct) =>
            TypedResults.From(await get.ExecuteAsync(context, caller, ct)))
        .WithSummary("How this computer stands: bound, waiting or not bound");

    public async Task<Answer<ThisComputer>> ExecuteAsync(HttpContext context, CurrentAccount caller, CancellationToken ct)
    {
        var proven = await check.ProveAsync(context, caller, ct);
        if (proven.Refusal is { } refusal)
        {
            return refusal;
        }

        var now = clock.GetUtcNow();
        var last = await db.KnownComputers.AsNoTracking().FirstOrDefaultAsync(c => c.AccountId == caller.Id && c.Id == proven.Value, ct);
        var known = last?.RemovedAt is null ? last : null;
        var mayBind = BoundComputer.RefuseSession((await sessions.FindOpenAsync(caller.Id, caller.Session, ct))?.Kind) is null;
        return new ThisComputer(known is null ? "notBound" : known.IsBound(now) ? "bound" : "waiting", proven.Value.Value, known?.ToComputer(now), mayBind, await WorkshopsAsync(caller, proven.Value, now, ct), last?.RemovedAt);
    }

    private async Task<IReadOnlyList<WorkshopBinding>> WorkshopsAsync(CurrentAccount caller, ComputerId computer, DateTimeOffset now, CancellationToken ct)
    {
        var workshops = await access.OfAsync(caller.Id, ct);
        var ids = workshops.Select(w => w.Id).ToList();
        var bindings = await db.WorkshopComputers.AsNoTracking().Where(c => c.Id == computer && ids.Contains(c.WorkshopId)).ToDictionaryAsync(c => c.WorkshopId, ct);
        return [.. workshops.Select(w => bindings.GetValueOrDefault(w.Id).ToBinding(w.Name, now))];
    }
}
