using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Mvc;
using Tenure.Domain;
using Tenure.Server.Accounts.Pictures;
using Tenure.Server.Platform;

namespace Tenure.Server.Accounts.Pages;

/// <summary>Takes the profile page's picture. Apart from the page, because no other form may be so large; it checks the form's token itself, when there is room to read the form.</summary>
internal static class SubmitPicture
{
    /// <summary>The form's address.</summary>
    public const string Path = "/profile/picture";

    public static void Map(IEndpointRouteBuilder app)
    {
        var page = new Lazy<Endpoint>(() => PageOf(app));
        app.MapPost(Path, async (HttpContext context, CurrentAccount holder, SetPicture set, IAntiforgery antiforgery, CancellationToken ct) =>
        {
            var kept = await set.ExecuteAsync(holder.Id, context.CallerNetwork, token => PictureUpload.ReadFormAsync(context, antiforgery, token), ct);
            if (kept.Refusal is not { } refusal)
            {
                context.Response.Redirect("/profile?saved=true");
                return;
            }

            context.Features.Set(new RefusedPicture(refusal));
            context.Request.Method = HttpMethods.Get;
            context.Request.Path = "/profile";
            context.SetEndpoint(page.Value);
            await page.Value.RequestDelegate!(context);
        })
            .WithMetadata(new RequestSizeLimitAttribute(PictureUpload.LongestBody)).RequireAuthorization(Policies.Page).ExcludeFromDescription();
    }

    private static Endpoint PageOf(IEndpointRouteBuilder app) => app.DataSources.SelectMany(source => source.Endpoints)
        .First(endpoint => endpoint.Metadata.GetMetadata<ComponentTypeMetadata>()?.Type == typeof(ProfilePage));

    /// <summary>Why the profile page is shown again.</summary>
    internal sealed record RefusedPicture(Refusal Refusal);
}
