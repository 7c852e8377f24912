using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Documents;
using Tenure.Server.Data;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Secrets;

namespace Tenure.Server.Documents;

/// <summary>One document that has arrived: its pages are drawn anew and kept, what was sent is erased; or it is refused, and all of it is.</summary>
internal sealed class LookAtDocument(TenureDb db, DocumentStore store, DocumentReaders readers, DrawingBudget budget, RemoveDocument remove, Pepper pepper, DocumentsLog log)
{
    /// <summary>Whether it was looked at, or from when it may be: not now where another process does, or nothing is left of it, where its network has used its time, and where the disk has no room for its pages.</summary>
    public async Task<Answer<bool>> ExecuteAsync(Guid id, CancellationToken ct)
    {
        if (await db.Documents.FirstOrDefaultAsync(d => d.Id == id && d.State == DocumentState.Received, ct) is not { } document)
        {
            return false;
        }

        // What has arrived stays: who sent it may not be who used the network's time.
        if (await budget.CheckNetworkAsync(document.FolderId, document.SentFrom, ct) is { } later)
        {
            return later;
        }

        if (!store.HasRoom(DocumentRules.MostPages * DocumentRules.LargestPage))
        {
            return DocumentRefusals.NoRoom(DocumentStore.RoomWait);
        }

        if (store.Take(id) is not { } file)
        {
            return false;
        }

        await using (file)
        {
            // Another process may have been faster between the row and the file.
            await db.Entry(document).ReloadAsync(ct);
            if (document.State == DocumentState.Received)
            {
                await LookAsync(document, file, ct);
            }
        }

        if (document.State == DocumentState.Kept)
        {
            store.RemoveSent(id);
        }

        return true;
    }

    private async Task LookAsync(CaseDocument document, FileStream file, CancellationToken ct)
    {
        if (await store.ReadSentAsync(document, file, ct) is not { } content)
        {
            // It can be sent once more by whoever has it.
            await remove.RefuseAsync(document, DocumentRefusals.Unreadable, ct);
            return;
        }

        if (readers.Refuse(content.Span[..Math.Min(content.Length, DocumentRules.HeadLength)]) is { } unknown)
        {
            await remove.RefuseAsync(document, unknown, ct);
            return;
        }


        if (await budget.CheckFolderAsync(document.FolderId, ct) is { } later)
        {
            await remove.RefuseAsync(document, later, ct);
            return;
        }

        var type = DocumentRules.TypeOf(content.Span)!.Value;
        // By the machine's own clock, as the processes are: what it costs is processors.
        var (folder, network, began) = (document.FolderId, document.SentFrom, Stopwatch.GetTimestamp());
        Answer<DrawnDocument> drawn;
        try
        {
            drawn = await readers.DrawAsync(type, content, (page, picture) => store.WritePage(document, page, picture), ct);
        }
        finally
        {
            // Also where it could not be finished: it is begun again, and costs again.
            await budget.SpendAsync(folder, network, Stopwatch.GetElapsedTime(began), ct);
        }

        if (drawn.Refusal is { } refusal)
        {
            await remove.RefuseAsync(document, refusal, ct);
            return;
        }

        document.Keep(type, drawn.Value.Pages, pepper.Mac("document-content", SHA256.HashData(content.Span)), drawn.Value.Look);
        if (drawn.Value.Look is { } look)
        {
            db.DocumentBands.AddRange(PictureLook.Bands(look).Select(band => new DocumentBand(band, document.Id)));
        }

        await db.SaveChangesAsync(ct);
        log.Kept(document.Id, document.Pages);
    }
}
