using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain;
using Tenure.Domain.Documents;
using Tenure.Domain.SignIn;
using Tenure.Server.Data;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Files;
using Tenure.Server.Platform.Problems;

namespace Tenure.Server.Documents;

/// <summary>More of a document arrives (tus: PATCH). What came before a cut is there; what is no document at a glance is not waited for.</summary>
internal sealed class AppendDocument(TenureDb db, DocumentStore store, DocumentReaders readers, DrawingBudget budget, RemoveDocument remove, DocumentSignal signal, TimeProvider clock)
{
    public static void Map(IEndpointRouteBuilder documents) => documents
        .MapPatch("/{id}", async Task<Results<NoContent, StatusCodeHttpResult, RefusalResult>> (string id, HttpContext context, DocumentDoor door, AppendDocument append, CancellationToken ct) =>
        {
            Tus.Answer(context);
            if (!Tus.IsSpoken(context))
            {
                return TypedResults.StatusCode(StatusCodes.Status412PreconditionFailed);
            }

            if (context.Request.ContentType != Tus.ContentType)
            {
                return TypedResults.StatusCode(StatusCodes.Status415UnsupportedMediaType);
            }

            if (await door.OpenAsync(context.Request.Headers[Tus.KeyHeader], ct) is not { } folder)
            {
                return TypedResults.Refused(DocumentRefusals.KeyWrong);
            }

            if (Tus.Bytes(context, "Upload-Offset") is not { } offset)
            {
                return TypedResults.Refused(WellFormedText.Malformed("Upload-Offset"));
            }

            if (await append.FindAsync(folder, id, ct) is not { } document)
            {
                return TypedResults.Refused(DocumentRefusals.None);
            }

            var at = await append.ExecuteAsync(document, offset, context.Request.Body, context.Request.ContentLength, context.CallerNetwork, ct);
            if (at.Refusal is { } refusal)
            {
                return TypedResults.Refused(refusal);
            }

            Tus.Say(context, document, at.Value);
            return TypedResults.NoContent();
        })
        // A little more than a document has, so that one that is too large is answered in words: what goes on for ever ends there.
        .WithMetadata(new RequestSizeLimitAttribute(DocumentRules.LargestUpload + DocumentRules.Megabyte))
        .WithSummary("Send more of a document, from where it stands: tus 1.0.0");

    /// <summary>The document of that id in a folder, tracked; refused ones are none, nor are those that had not arrived when the folder was closed.</summary>
    public async Task<CaseDocument?> FindAsync(Guid folder, string id, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var open = db.DocumentFolders.Where(f => f.Id == folder && f.ClosedAt == null);
        return Guid.TryParseExact(id, "N", out var guid)
            ? await db.Documents.FirstOrDefaultAsync(d => d.Id == guid && d.FolderId == folder && d.State != DocumentState.Refused && (d.State != DocumentState.Arriving || (d.ExpiresAt > now && open.Any())), ct)
            : null;
    }

    /// <summary>Where the document stands now.</summary>
    /// <param name="document">Of <see cref="FindAsync"/>.</param>
    /// <param name="offset">Where the caller believes that it stands.</param>
    /// <param name="body">What comes.</param>
    /// <param name="announced">Bytes that will come, where that was said.</param>
    /// <param name="network">Where it comes from; <c>null</c> where nothing comes.</param>
    /// <param name="ct">Ends the call; what was read until then stays.</param>
    /// <param name="lengthIsKnown">Whether the document has to have its announced length; of a form only the end is known.</param>
    public async Task<Answer<long>> ExecuteAsync(CaseDocument document, long offset, Stream body, long? announced, Network? network, CancellationToken ct, bool lengthIsKnown = true)
    {
        if (document.State != DocumentState.Arriving)
        {
            return Stands(document, offset, announced);
        }

        if (!store.HasRoomToSend(document.Length - offset))
        {
            return DocumentRefusals.NoRoom(DocumentStore.RoomWait);
        }

        if (network is { } from && await budget.CheckBytesAsync(document.FolderId, from, ct) is { } later)
        {
            return later;
        }

        if (store.Resume(document) is not { } file)
        {
            return DocumentRefusals.InUse;
        }

        long length;
        Refusal? unfit;
        await using (file)
        {
            // Whoever had the file until now may have noted that all of it is there.
            var row = db.Entry(document);
            await row.ReloadAsync(ct);
            if (row.State == EntityState.Detached)
            {
                return DocumentRefusals.None;
            }

            if (document.State != DocumentState.Arriving)
            {
                return Stands(document, offset, announced);
            }

            if (file.Length != offset)
            {
                return DocumentRefusals.OffsetWrong;
            }

            try
            {
                unfit = announced > document.Length - offset ? DocumentRefusals.TooLarge : await TakeAsync(file, document.Length, body, ct);
            }
            finally
            {
                // What came counts, also of one that hung up; what was announced does not.
                length = file.Length;
                if (network is { } sender)
                {
                    await budget.SpendBytesAsync(document.FolderId, sender, offset, length, CancellationToken.None);
                }
            }

            if (unfit is null && await NoteAsync(document, file, lengthIsKnown, ct) is { } closed)
            {
                return closed;
            }
        }

        if (unfit?.Kind == RefusalKind.Busy)
        {
            // What came is there, and the rest can come when there is room.
            return unfit;
        }

        if (unfit is not null)
        {
            // Neither what it is nor how long it is will be another next time.
            await remove.RefuseAsync(document, unfit, ct);
            return unfit;
        }

        if (document.State == DocumentState.Received)
        {
            signal.Raise();
        }

        return length;
    }

    private static Answer<long> Stands(CaseDocument document, long offset, long? announced) => offset == document.Length && announced == 0 ? document.Length : DocumentRefusals.OffsetWrong;

    private async Task<Refusal?> NoteAsync(CaseDocument document, SealedFile file, bool lengthIsKnown, CancellationToken ct)
    {
        var isAll = file.Length == document.Length || !lengthIsKnown;
        if (isAll)
        {
            file.Complete();
        }

        // It may have been closed while the body came.
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (!await db.KeepOpenAsync(document.FolderId, ct))
        {
            return DocumentRefusals.Closed;
        }

        var now = clock.GetUtcNow();
        document.Touch(now);
        if (isAll)
        {
            document.Receive(file.Length);
            // The turn of who waits for nothing yet begins now, not when the draft was opened.
            await db.DocumentFolders.Where(f => f.Id == document.FolderId && !db.Set<CaseDocument>().Any(d => d.FolderId == f.Id && d.State == DocumentState.Received))
                .ExecuteUpdateAsync(f => f.SetProperty(x => x.TurnAt, now), ct);
        }

        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return null;
    }

    private async Task<Refusal?> TakeAsync(SealedFile file, long most, Stream body, CancellationToken ct)
    {
        var looked = file.Length;
        for (int read; (read = await body.ReadAsync(file.Room(), ct)) > 0;)
        {
            if (file.Length + read > most)
            {
                return DocumentRefusals.TooLarge;
            }

            // Others write at the same time: that there was room when this began says little.
            if (file.Length - looked >= DocumentRules.Megabyte)
            {
                if (!store.HasRoomToSend(DocumentRules.Megabyte))
                {
                    return DocumentRefusals.NoRoom(DocumentStore.RoomWait);
                }

                looked = file.Length;
            }

            file.Advance(read);
            if (file.Head.Length >= DocumentRules.HeadLength && readers.Refuse(file.Head) is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }
}
