using Microsoft.AspNetCore.Http.HttpResults;
using Tenure.Domain.Documents;
using Tenure.Server.Platform.Problems;

namespace Tenure.Server.Documents;

/// <summary>Where an upload stands (tus: HEAD). Not in the description of the API: an answer to HEAD has no body in which a refusal could say why.</summary>
internal sealed class GetDocumentOffset(DocumentStore store)
{
    public static void Map(IEndpointRouteBuilder documents) => documents
        .MapMethods("/{id}", [HttpMethods.Head], async Task<Results<Ok, StatusCodeHttpResult, RefusalResult>> (string id, HttpContext context, DocumentKeys keys, AppendDocument append, GetDocumentOffset get, CancellationToken ct) =>
        {
            Tus.Answer(context);
            if (!Tus.IsSpoken(context))
            {
                return TypedResults.StatusCode(StatusCodes.Status412PreconditionFailed);
            }

            if (keys.Read(context.Request.Headers[Tus.KeyHeader]) is not { } folder)
            {
                return TypedResults.Refused(DocumentRefusals.KeyWrong);
            }

            if (await append.FindAsync(folder, id, ct) is not { } document)
            {
                return TypedResults.Refused(DocumentRefusals.None);
            }

            if (await get.OffsetAsync(document) is not { } offset)
            {
                return TypedResults.Refused(DocumentRefusals.InUse);
            }

            Tus.Say(context, document, offset);
            context.Response.Headers["Upload-Length"] = document.Length.ToString(System.Globalization.CultureInfo.InvariantCulture);
            return TypedResults.Ok();
        })
        .ExcludeFromDescription();

    private async Task<long?> OffsetAsync(CaseDocument document)
    {
        if (document.State != DocumentState.Arriving)
        {
            return document.Length;
        }

        if (store.Open(document) is not { } file)
        {
            return null;
        }

        await using (file)
        {
            return file.Length;
        }
    }
}
