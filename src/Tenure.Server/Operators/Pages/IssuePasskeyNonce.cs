using System.Buffers.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Tenure.Server.Devices.Contracts;
using Tenure.Server.Platform;

namespace Tenure.Server.Operators.Pages;

/// <summary>Gives the script of an operator's page a nonce for what is signed next. It writes nothing, and other sites cannot read it.</summary>
internal static class IssuePasskeyNonce
{
    /// <summary>Where it is.</summary>
    public const string Path = "/operator/passkey/nonce";

    public static void Map(IEndpointRouteBuilder app) => app
        .MapGet(Path, async Task<Results<ContentHttpResult, UnauthorizedHttpResult>> (HttpContext context, OperatorSessions sessions, DeviceNonces nonces, CancellationToken ct) =>
            await sessions.OfAsync(context, ct) is null ? TypedResults.Unauthorized() : TypedResults.Text(Base64Url.EncodeToString(nonces.Issue().Nonce)))
        .RequireAuthorization(Policies.Operator).ExcludeFromDescription();
}
