using System.Buffers.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Tenure.Domain;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.SignIn;

/// <summary>Takes a known device away: the next sign-in there asks for a code. What is signed in there stays signed in.</summary>
internal sealed class ForgetKnownDevice(KnownDevices devices, SignInLog log)
{
    private const int IdLength = 43;

    // Another account's device looks like one that does not exist.
    private static readonly Refusal NotFound = new("not_found", "There is no such device.", RefusalKind.NotFound);

    public static void Map(IEndpointRouteBuilder known) => known
        .MapDelete("/{id}", async Task<Results<NoContent, RefusalResult>> (string id, CurrentAccount caller, ForgetKnownDevice forget, CancellationToken ct) =>
            TypedResults.From(await forget.ExecuteAsync(caller, id, ct)))
        .WithSummary("Ask for a code there again");

    /// <param name="caller">Whose.</param>
    /// <param name="id">The id that the list gives.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<Refusal?> ExecuteAsync(CurrentAccount caller, string id, CancellationToken ct)
    {
        if (id.Length != IdLength || !Base64Url.IsValid(id) || !await devices.ForgetAsync(caller.Id, Base64Url.DecodeFromChars(id), ct))
        {
            return NotFound;
        }

        log.KnownDeviceForgotten(caller.Id);
        return null;
    }
}
