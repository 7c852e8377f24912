using Microsoft.AspNetCore.Http.HttpResults;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;

namespace Tenure.Server.Leaving.Pages;

/// <summary>The button of the banner: the account is kept. Pressed twice, or in two windows, it is kept all the same.</summary>
internal static class SubmitCallOff
{
    public const string Path = "/security/deletion/keep";

    public static void Map(IEndpointRouteBuilder app) => app
        .MapPost(Path, async Task<Results<RedirectHttpResult, RefusalResult>> (CurrentAccount caller, IFormCollection form, CallOffDeletion callOff, CancellationToken ct) =>
            await callOff.ExecuteAsync(caller.Id, ct) is { Code: not "deletion_not_asked" } refusal ? TypedResults.Refused(refusal) : TypedResults.LocalRedirect("/security/deletion?done=kept"))
        .RequireAuthorization(Policies.Page).ExcludeFromDescription();
}
