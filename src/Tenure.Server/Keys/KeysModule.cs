using System.Buffers.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Tenure.Client.Devices;
using Tenure.Protocols.Tickets;
using Tenure.Server.Keys.Contracts;
using Tenure.Server.Keys.Signing;
using Tenure.Server.Platform.Hosting;

namespace Tenure.Server.Keys;

/// <summary>The keys of the tickets, and who the server is.</summary>
internal static class KeysModule
{
    public static IServiceCollection AddKeys(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<KeyOptions>().Bind(configuration.GetSection("Keys")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<KeyOptions>, KeyOptionsValidator>();
        services.AddSingleton<ServerRoots>().AddSingleton<ServerGeneration>().AddSingleton<TicketSigner>().AddSingleton<DevelopmentKeys>().AddSingleton<RootStatements>().AddSingleton<KeyLookUp>().AddSingleton<KeyLog>();
        services.AddSingleton(Line);
        services.AddScoped<GenerationBook>().AddScoped<IStartUp, PrepareKeys>();
        return services;
    }

    // A signer that runs by itself, or one that is started here.
    private static ISignerLine Line(IServiceProvider services) => services.GetRequiredService<IOptions<KeyOptions>>().Value.Signer is { Length: > 0 } socket
        ? new SignerSocket(socket)
        : ActivatorUtilities.CreateInstance<SignerChild>(services);

    public static void MapKeys(this IEndpointRouteBuilder app)
    {
        var known = app.MapGroup("/.well-known/tenure").AllowAnonymous().WithTags("Server");
        known.MapGet("", Ok<ServerIdentity> (TicketSigner signer, ServerRoots roots, RootStatements statements, ServerGeneration generation, IOptions<ServerOptions> server, CancellationToken ct) =>
                TypedResults.Ok(new ServerIdentity(
                    signer.Issuer,
                    server.Value.Name,
                    [.. roots.All.Select(root => Base64Url.EncodeToString(root.ToCoseKey()))],
                    ServerFingerprint.Text(signer.Issuer, roots.All),
                    Base64Url.EncodeToString(generation.Value),
                    [.. statements.All.Select(offered => Base64Url.EncodeToString(offered.Bytes))])))
            .WithSummary("Who this server is: what a device pins at its first enrolment");
        known.MapGet("/statements", Ok<IReadOnlyList<PublicStatement>> (RootStatements statements, CancellationToken ct) =>
                TypedResults.Ok<IReadOnlyList<PublicStatement>>([.. statements.All.Select(offered => new PublicStatement(
                    offered.Root.Text,
                    offered.Statement.Serial,
                    JsonNamingPolicy.SnakeCaseLower.ConvertName(offered.Statement.Kind.ToString()),
                    offered.Statement.NotBefore,
                    Base64Url.EncodeToString(offered.Bytes)))]))
            .WithSummary("What the roots of this server have said to all devices");
    }
}
