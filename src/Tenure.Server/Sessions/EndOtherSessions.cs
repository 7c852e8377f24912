using Microsoft.AspNetCore.Http.HttpResults;
using Tenure.Server.Platform;
using Tenure.Server.Sessions.Contracts;

namespace Tenure.Server.Sessions;

/// <summary>Ends every session but the caller's own.</summary>
internal sealed class EndOtherSessions(SessionEnding ending)
{
    public static void Map(IEndpointRouteBuilder sessions) => sessions
        .MapPost("/end-others", async Task<NoContent> (CurrentAccount caller, EndOtherSessions end, CancellationToken ct) =>
        {
            await end.ExecuteAsync(caller, ct);
            return TypedResults.NoContent();
        })
        .WithSummary("End every other session");

    public Task ExecuteAsync(CurrentAccount caller, CancellationToken ct) => ending.EndAllAsync(caller.Id, caller.Session, ct);
}
