using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Mvc;
using Tenure.Domain;
using Tenure.Server.Platform;

namespace Tenure.Server.Exports.Pages;

/// <summary>Takes the form that fetches the archive: its answer is a file. Only a refusal draws the page again.</summary>
internal static class SubmitFetch
{
    public const string Path = "/security/export/file";

    public static void Map(IEndpointRouteBuilder app)
    {
        var page = new Lazy<Endpoint>(() => PageOf(app));
        app.MapPost(Path, async (
            HttpContext context, CurrentAccount caller, FetchExport fetch, [FromForm(Name = "password")] string? password, [FromForm(Name = "code")] string? code,
            [FromForm(Name = "transaction")] string? transaction, CancellationToken ct) =>
        {
            var answer = await fetch.ExecuteAsync(caller, new Client.Accounts.FetchExport(password ?? "", code ?? "", transaction is { Length: > 0 } ? transaction : null), ct);
            if (answer.Refusal is not { } refusal)
            {
                await fetch.Send(context, answer.Value).ExecuteAsync(context);
                return;
            }

            context.Features.Set(new RefusedFetch(refusal));
            context.Request.Method = HttpMethods.Get;
            context.Request.Path = "/security/export";
            context.SetEndpoint(page.Value);
            await page.Value.RequestDelegate!(context);
        })
            .RequireAuthorization(Policies.Page).ExcludeFromDescription();
    }

    private static Endpoint PageOf(IEndpointRouteBuilder app) => app.DataSources.SelectMany(source => source.Endpoints)
        .First(endpoint => endpoint.Metadata.GetMetadata<ComponentTypeMetadata>()?.Type == typeof(ExportPage));

    /// <summary>Why the page is shown again.</summary>
    internal sealed record RefusedFetch(Refusal Refusal);
}
