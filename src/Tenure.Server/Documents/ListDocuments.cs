using Microsoft.AspNetCore.Http.HttpResults;
using Tenure.Client.Documents;
using Tenure.Domain.Documents;
using Tenure.Server.Documents.Contracts;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;

namespace Tenure.Server.Documents;

/// <summary>What was sent to a folder, and what came of it. Pictures are not shown to whoever has the key: the link to a case may be in wrong hands.</summary>
internal sealed class ListDocuments(DocumentDoor door, DocumentFolders folders)
{
    public static void Map(IEndpointRouteBuilder documents)
    {
        documents.MapGet("", async Task<Results<Ok<IReadOnlyList<SentDocument>>, RefusalResult>> (HttpContext context, ListDocuments list, CancellationToken ct) =>
        {
            Tus.Answer(context);
            var found = await list.ExecuteAsync(context.Request.Headers[Tus.KeyHeader], ct);
            return found.Refusal is { } refusal ? TypedResults.Refused(refusal) : TypedResults.Ok<IReadOnlyList<SentDocument>>([.. found.Value.Select(ToSent)]);
        })
            .WithSummary("The documents that were sent with this Document-Key, and what came of them");
        documents.MapMethods("", [HttpMethods.Options], NoContent (HttpContext context, CancellationToken _) =>
        {
            Tus.Describe(context);
            return TypedResults.NoContent();
        }).ExcludeFromDescription();
    }

    /// <param name="key">To the folder.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<Answer<List<DocumentFacts>>> ExecuteAsync(string? key, CancellationToken ct)
    {
        if (await door.OpenAsync(key, ct) is not { } folder)
        {
            return DocumentRefusals.KeyWrong;
        }

        return new List<DocumentFacts>(await folders.ListAsync(folder, ct));
    }

    private static SentDocument ToSent(DocumentFacts document) => new(
        document.Id.ToString("N"), document.Number, Tus.NameOf(document.Kind), NameOf(document.State), document.Pages, document.Length, document.Refusal?.Code);

    private static string NameOf(DocumentState state) => state switch
    {
        DocumentState.Arriving => "arriving",
        DocumentState.Received => "received",
        DocumentState.Kept => "kept",
        DocumentState.Refused => "refused",
    };
}
