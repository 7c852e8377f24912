using Microsoft.AspNetCore.Http.HttpResults;
using Tenure.Domain.Documents;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;

namespace Tenure.Server.Documents;

/// <summary>Where an upload stands (tus: HEAD). Not in the description of the API: an answer to HEAD has no body in which a refusal could say why.</summary>
internal sealed class GetDocumentOffset(DocumentStore store, AppendDocument append)
{
    public static void Map(IEndpointRouteBuilder documents) => documents
        .MapMethods("/{id}", [HttpMethods.Head], async Task<Results<Ok, StatusCodeHttpResult, RefusalResult>> (string id, HttpContext context, DocumentDoor door, AppendDocument append, GetDocumentOffset get, CancellationToken ct) =>
        {
            Tus.Answer(context);
            if (!Tus.IsSpoken(context))
            {
                return TypedResults.StatusCode(StatusCodes.Status412PreconditionFailed);
            }

            if (await door.OpenAsync(context.Request.Headers[Tus.KeyHeader], ct) is not { } folder)
            {
                return TypedResults.Refused(DocumentRefusals.KeyWrong);
            }

            if (await append.FindAsync(folder, id, ct) is not { } document)
            {
                return TypedResults.Refused(DocumentRefusals.None);
            }

            var offset = await get.ExecuteAsync(document, ct);
            if (offset.Refusal is { } refusal)
            {
                return TypedResults.Refused(refusal);
            }

            Tus.Say(context, document, offset.Value);
            context.Response.Headers["Upload-Length"] = document.Length.ToString(System.Globalization.CultureInfo.InvariantCulture);
            return TypedResults.Ok();
        })
        .ExcludeFromDescription();

    private async Task<Answer<long>> ExecuteAsync(CaseDocument document, CancellationToken ct)
    {
        if (document.State != DocumentState.Arriving)
        {
            return document.Length;
        }

        if (store.Resume(document) is not { } file)
        {
            return DocumentRefusals.InUse;
        }

        long length;
        bool isAll;
        await using (file)
        {
            length = file.Length;
            isAll = file.IsComplete || length == document.Length;
        }

        // Who hears that all of it is there sends no more: what was cut before it was noted is noted now.
        return isAll ? await append.ExecuteAsync(document, length, Stream.Null, 0, network: null, ct, lengthIsKnown: false) : length;
    }
}
