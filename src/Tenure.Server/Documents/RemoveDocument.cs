using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain;
using Tenure.Domain.Documents;
using Tenure.Server.Data;
using Tenure.Server.Platform.Problems;

namespace Tenure.Server.Documents;

/// <summary>A person takes a document back (tus: termination), while the folder takes documents and before it was handed in. Nothing of it is left.</summary>
internal sealed class RemoveDocument(TenureDb db, DocumentStore store, DocumentsLog log)
{
    public static void Map(IEndpointRouteBuilder documents) => documents
        .MapDelete("/{id}", async Task<Results<NoContent, StatusCodeHttpResult, RefusalResult>> (string id, HttpContext context, DocumentDoor door, RemoveDocument remove, CancellationToken ct) =>
        {
            Tus.Answer(context);
            if (!Tus.IsSpoken(context))
            {
                return TypedResults.StatusCode(StatusCodes.Status412PreconditionFailed);
            }

            return await door.OpenAsync(context.Request.Headers[Tus.KeyHeader], ct) is { } folder
                ? await remove.ExecuteAsync(folder, id, ct) is { } refusal ? TypedResults.Refused(refusal) : TypedResults.NoContent()
                : TypedResults.Refused(DocumentRefusals.KeyWrong);
        })
        .WithSummary("Take a document back");

    public async Task<Refusal?> ExecuteAsync(Guid folder, string id, CancellationToken ct)
    {
        if (!Guid.TryParseExact(id, "N", out var guid))
        {
            return DocumentRefusals.None;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (!await db.KeepOpenAsync(folder, ct))
        {
            return DocumentRefusals.Closed;
        }

        if (await db.Documents.Where(d => d.Id == guid && d.FolderId == folder && db.Set<DocumentFolder>().Any(f => f.Id == folder && f.HandedIn < d.Number)).ExecuteDeleteAsync(ct) == 0)
        {
            return await db.Documents.AnyAsync(d => d.Id == guid && d.FolderId == folder, ct) ? DocumentRefusals.HandedIn : DocumentRefusals.None;
        }

        await transaction.CommitAsync(ct);
        store.Remove(guid);
        return null;
    }

    /// <summary>A document is not taken: what there is of it is erased, the reason stays, and it counts no more.</summary>
    public async Task RefuseAsync(CaseDocument document, Refusal reason, CancellationToken ct)
    {
        document.Refuse(reason);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            // It was taken back, or given up, meanwhile.
        }

        store.Remove(document.Id);
        log.Refused(document.Id, reason.Code);
    }
}
