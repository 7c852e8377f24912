using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Accounts;
using Tenure.Server.Data;
using Tenure.Server.Platform;
using Contract = Tenure.Client.Accounts.SecurityEvent;

namespace Tenure.Server.Accounts;

/// <summary>What happened to an account, the latest first, a page at a time.</summary>
internal sealed class ListSecurityEvents(TenureDb db)
{
    /// <summary>How many are given at once.</summary>
    public const int PageSize = 50;

    public static void Map(IEndpointRouteBuilder account) => account
        .MapGet("/events", async Task<Ok<IReadOnlyList<Contract>>> (Guid? before, CurrentAccount caller, ListSecurityEvents list, CancellationToken ct) =>
            TypedResults.Ok<IReadOnlyList<Contract>>([.. (await list.ExecuteAsync(caller.Id, before, ct)).Select(e =>
                new Contract(e.Id, JsonNamingPolicy.CamelCase.ConvertName(e.Kind.ToString()), e.At, e.Client, e.Network, e.Detail))]))
        .WithSummary("What happened to the account, the latest first");

    /// <param name="account">Whose.</param>
    /// <param name="before">The last one of the page before; <c>null</c> for the first page.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<List<SecurityEvent>> ExecuteAsync(AccountId account, Guid? before, CancellationToken ct)
    {
        var events = db.Set<SecurityEvent>().AsNoTracking().Where(e => e.AccountId == account);
        if (before is { } id)
        {
            events = events.Where(e => e.Id.CompareTo(id) < 0);
        }

        // Ids grow with time, on both databases.
        return await events.OrderByDescending(e => e.Id).Take(PageSize).ToListAsync(ct);
    }
}
