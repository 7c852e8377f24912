using System.Buffers.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Tenure.Client.SignIn;
using Tenure.Server.Platform;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.SignIn;

/// <summary>Where the account is spared the code.</summary>
internal sealed class ListKnownDevices(KnownDevices devices)
{
    public static void Map(IEndpointRouteBuilder known) => known
        .MapGet("/", async Task<Ok<IReadOnlyList<KnownDevice>>> (CurrentAccount caller, ListKnownDevices list, CancellationToken ct) =>
            TypedResults.Ok(await list.ExecuteAsync(caller, ct)))
        .WithSummary("Browsers and devices that are spared the code");

    // The id is a hash of 256 random bits: who reads it can do nothing with it but take the device away.
    public async Task<IReadOnlyList<KnownDevice>> ExecuteAsync(CurrentAccount caller, CancellationToken ct) =>
        [.. (await devices.ListAsync(caller.Id, ct)).Select(d => new KnownDevice(Base64Url.EncodeToString(d.SecretHash), d.Name is { Length: > 0 } name ? name : null, d.MadeAt, d.ExpiresAt))];
}
