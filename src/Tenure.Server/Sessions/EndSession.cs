using Microsoft.AspNetCore.Http.HttpResults;
using Tenure.Domain;
using Tenure.Domain.SignIn;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;
using Tenure.Server.Sessions.Contracts;

namespace Tenure.Server.Sessions;

/// <summary>Ends one session, the caller's own too.</summary>
internal sealed class EndSession(SessionBook book, SessionEnding ending)
{
    public static void Map(IEndpointRouteBuilder sessions) => sessions
        .MapDelete("/{id:guid}", async Task<Results<NoContent, RefusalResult>> (Guid id, CurrentAccount caller, EndSession end, CancellationToken ct) =>
            TypedResults.From(await end.ExecuteAsync(caller, new SessionId(id), ct)))
        .WithSummary("End a session");

    public async Task<Refusal?> ExecuteAsync(CurrentAccount caller, SessionId id, CancellationToken ct)
    {
        if (await book.FindOpenAsync(caller.Id, id, ct) is not { } session)
        {
            return SessionRefusals.NotFound;
        }

        await ending.EndAsync(session, ct);
        return null;
    }
}
