using Microsoft.AspNetCore.WebUtilities;
using Tenure.Domain;
using Tenure.Domain.Documents;
using Tenure.Server.Platform.Pages;

namespace Tenure.Server.Documents.Pages;

/// <summary>Takes one document back, from a plain form that has the key, as <see cref="SubmitDocuments"/>.</summary>
internal static class DropDocument
{
    /// <summary>The form's address.</summary>
    public const string Path = "/documents/remove";

    public static void Map(IEndpointRouteBuilder app) => app
        .MapPost(Path, async Task (HttpContext context, DocumentDoor door, RemoveDocument remove, CancellationToken ct) =>
        {
            var form = context.Request.HasFormContentType ? await context.Request.ReadFormAsync(ct) : FormCollection.Empty;
            string? key = form["key"], back = form["back"];
            var refusal = await door.OpenAsync(key, ct) is { } folder ? await remove.ExecuteAsync(folder, form["id"].ToString(), ct) : DocumentRefusals.KeyWrong;
            var page = back is { Length: > 0 } ? LocalPath.Of(back) : "/";
            // Taken back twice is taken back.
            context.Response.Redirect(refusal is { Kind: not RefusalKind.NotFound } ? QueryHelpers.AddQueryString(page, "refused", refusal.Code) : page);
        })
        .AllowAnonymous().ExcludeFromDescription();
}
