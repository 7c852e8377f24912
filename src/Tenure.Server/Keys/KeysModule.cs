using System.Buffers.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Tenure.Client.Devices;
using Tenure.Server.Keys.Contracts;
using Tenure.Server.Platform.Hosting;

namespace Tenure.Server.Keys;

/// <summary>The keys of the tickets, and who the server is.</summary>
internal static class KeysModule
{
    public static IServiceCollection AddKeys(this IServiceCollection services)
    {
        services.AddSingleton<ServerRoots>().AddSingleton<ServerGeneration>().AddSingleton<TicketSigner>().AddSingleton<KeyLog>();
        services.AddScoped<IStartUp, PrepareKeys>();
        return services;
    }

    public static void MapKeys(this IEndpointRouteBuilder app) => app
        .MapGet("/.well-known/tenure", Ok<ServerIdentity> (TicketSigner signer, ServerRoots roots, ServerGeneration generation, IOptions<ServerOptions> server, CancellationToken ct) =>
            TypedResults.Ok(new ServerIdentity(
                signer.Issuer,
                server.Value.Name,
                [.. roots.All.Select(root => Base64Url.EncodeToString(root.ToCoseKey()))],
                roots.Active.Thumbprint.ToFingerprint(),
                Base64Url.EncodeToString(generation.Value))))
        .AllowAnonymous().WithTags("Server").WithSummary("Who this server is: what a device pins at its first enrolment");
}
