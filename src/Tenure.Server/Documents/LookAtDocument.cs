using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Documents;
using Tenure.Server.Data;
using Tenure.Server.Platform.Secrets;

namespace Tenure.Server.Documents;

/// <summary>One document that has arrived: its pages are drawn anew and kept, what was sent is erased; or it is refused, and all of it is.</summary>
internal sealed class LookAtDocument(TenureDb db, DocumentStore store, DocumentReaders readers, RemoveDocument remove, Pepper pepper, DocumentsLog log)
{
    public async Task ExecuteAsync(Guid id, CancellationToken ct)
    {
        if (await db.Documents.FirstOrDefaultAsync(d => d.Id == id && d.State == DocumentState.Received, ct) is not { } document || store.Open(document) is not { } file)
        {
            return;
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
    }

    private async Task LookAsync(CaseDocument document, ArrivingFile file, CancellationToken ct)
    {
        if (file.Length != document.Length)
        {
            // The machine lost power before the last bytes were on the disk: they can be sent once more by whoever has them.
            await remove.RefuseAsync(document, DocumentRefusals.Unreadable, ct);
            return;
        }

        var content = new byte[file.Length];
        var at = 0;
        foreach (var part in file.Read())
        {
            part.CopyTo(content.AsMemory(at));
            at += part.Length;
        }

        if (readers.Refuse(content.AsSpan(0, Math.Min(content.Length, DocumentRules.HeadLength))) is { } unknown)
        {
            await remove.RefuseAsync(document, unknown, ct);
            return;
        }

        var type = DocumentRules.TypeOf(content)!.Value;
        var drawn = await readers.DrawAsync(type, content, (page, picture) => store.WritePage(document, page, picture), ct);
        if (drawn.Refusal is { } refusal)
        {
            await remove.RefuseAsync(document, refusal, ct);
            return;
        }

        document.Keep(type, drawn.Value.Pages, pepper.Mac("document-content", SHA256.HashData(content)), drawn.Value.Look);
        if (drawn.Value.Look is { } look)
        {
            db.DocumentBands.AddRange(PictureLook.Bands(look).Select(band => new DocumentBand(band, document.Id)));
        }

        await db.SaveChangesAsync(ct);
        log.Kept(document.Id, document.Pages);
    }
}
