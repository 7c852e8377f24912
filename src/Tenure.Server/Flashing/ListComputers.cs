using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Tenure.Client.Flashing;
using Tenure.Domain.Flashing;
using Tenure.Server.Data;
using Tenure.Server.Platform;

namespace Tenure.Server.Flashing;

/// <summary>The computers of an account, the latest first.</summary>
internal sealed class ListComputers(TenureDb db, TimeProvider clock)
{
    public static void Map(IEndpointRouteBuilder computers) => computers
        .MapGet("/", async Task<Ok<IReadOnlyList<Computer>>> (CurrentAccount caller, ListComputers list, CancellationToken ct) => TypedResults.Ok(await list.ExecuteAsync(caller, ct)))
        .WithSummary("Computers that are bound to the account, or wait to be");

    public async Task<IReadOnlyList<Computer>> ExecuteAsync(CurrentAccount caller, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var known = await db.BoundComputers.AsNoTracking().Where(c => c.AccountId == caller.Id).OrderByDescending(c => c.AppliedAt).ToListAsync(ct);
        return [.. known.Select(c => c.ToComputer(now))];
    }
}

internal static class ComputerAnswers
{
    /// <summary>As the API shows it.</summary>
    public static Computer ToComputer(this BoundComputer computer, DateTimeOffset now) =>
        new(computer.Id.Value, computer.Name, computer.AppliedAt, computer.BoundAt, computer.IsBound(now));
}
