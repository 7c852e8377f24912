using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain;
using Tenure.Domain.Documents;
using Tenure.Server.Data;
using Tenure.Server.Platform;

namespace Tenure.Server.Documents.Contracts;

/// <summary>The folders of documents, for what they are kept for: who may see what is decided and recorded there.</summary>
internal sealed class DocumentFolders(TenureDb db, DocumentStore store, DocumentKeys keys, DocumentSignal signal, TimeProvider clock)
{
    // Alike by accident are few; of a picture that somebody sends everywhere the first ones are enough.
    private const int MostCandidates = 200;

    /// <summary>Opens a folder in the caller's unit of work.</summary>
    public void Open(Guid folder) => db.DocumentFolders.Add(new DocumentFolder(folder, clock.GetUtcNow()));

    /// <summary>A key by which its holder sends documents for <see cref="DocumentKeys.Lifetime"/>: for who has just proven that the case is theirs.</summary>
    /// <param name="folder">Which one.</param>
    /// <param name="from">When that was looked at (UTC).</param>
    public string KeyOf(Guid folder, DateTimeOffset from) => keys.Of(folder, from);

    /// <summary>Keys that were given until now open nothing more; in the caller's unit of work.</summary>
    public async Task EndKeysAsync(Guid folder, CancellationToken ct) => (await OfAsync(folder, ct))?.EndKeys(clock.GetUtcNow());

    /// <summary>Puts a document of the server's own into a folder while that is open, and saves; it is looked at as everybody's are.</summary>
    public async Task PutAsync(Guid folder, DocumentKind kind, byte[] content, CancellationToken ct)
    {
        if (await db.DocumentFolders.Where(f => f.Id == folder && f.ClosedAt == null).ExecuteUpdateAsync(f => f.SetProperty(x => x.LastNumber, x => x.LastNumber + 1), ct) == 0)
        {
            return;
        }

        var number = await db.DocumentFolders.Where(f => f.Id == folder).Select(f => f.LastNumber).FirstAsync(ct);
        var id = new Guid(RandomNumberGenerator.GetBytes(16));
        var document = new CaseDocument(id, folder, number, kind, content.Length, store.NewKey(id), clock.GetUtcNow());
        db.Documents.Add(document);
        await db.SaveChangesAsync(ct);
        await using (var file = store.Resume(document)!)
        {
            file.Write(content);
            file.Complete();
        }

        document.Receive(content.Length);
        await db.SaveChangesAsync(ct);
        signal.Raise();
    }

    /// <summary>
    /// What is in a folder is handed in: nothing more is taken, nothing is taken back, and what had not arrived is given up. In the caller's unit of work, which must not go on when it refuses.
    /// Refuses with <c>documents_looking</c> while something that arrived was not looked at.
    /// </summary>
    public async Task<Refusal?> HandInAsync(Guid folder, CancellationToken ct)
    {
        // First of all the row: of this and a document that arrives at once, one is first.
        var now = clock.GetUtcNow();
        await db.DocumentFolders.Where(f => f.Id == folder && f.EraseAt == null).ExecuteUpdateAsync(f => f.SetProperty(x => x.ClosedAt, now).SetProperty(x => x.HandedIn, x => x.LastNumber), ct);
        if (await db.Documents.AnyAsync(d => d.FolderId == folder && d.State == DocumentState.Received, ct))
        {
            return DocumentRefusals.Looking;
        }

        await db.Documents.Where(d => d.FolderId == folder && d.State == DocumentState.Arriving).ExecuteDeleteAsync(ct);
        return null;
    }

    /// <summary>More is asked for, of what has no folder yet, too; in the caller's unit of work.</summary>
    public async Task<Refusal?> ReopenAsync(Guid folder, CancellationToken ct)
    {
        if (await OfAsync(folder, ct) is { } found)
        {
            return found.Reopen();
        }

        Open(folder);
        return null;
    }

    /// <summary>The case is over: everything is erased after its time, and sealed until then where it was granted; in the caller's unit of work.</summary>
    public async Task EndAsync(Guid folder, DocumentOutcome outcome, CancellationToken ct) => (await OfAsync(folder, ct))?.End(outcome, clock.GetUtcNow());

    /// <summary>Erases everything of a folder now: for the person's own deletion. The files go with the next round of the sweep.</summary>
    public Task EraseAsync(Guid folder, CancellationToken ct) => db.DocumentFolders.Where(f => f.Id == folder).ExecuteDeleteAsync(ct);

    /// <summary>What is in a folder, by number.</summary>
    public async Task<IReadOnlyList<DocumentFacts>> ListAsync(Guid folder, CancellationToken ct)
    {
        var (handedIn, isSealed) = await db.DocumentFolders.Where(f => f.Id == folder).Select(f => new ValueTuple<int, bool>(f.HandedIn, f.IsSealed)).FirstOrDefaultAsync(ct);
        var documents = await db.Documents.AsNoTracking().Where(d => d.FolderId == folder).OrderBy(d => d.Number).ToListAsync(ct);
        return [.. documents.Select(document => DocumentFacts.Of(document, handedIn) with { Words = isSealed ? null : store.OpenWords(document) })];
    }

    /// <summary>One page as JPEG, drawn anew from what was sent. The caller records who looks.</summary>
    public async Task<Answer<byte[]>> PageAsync(Guid folder, int number, int page, CancellationToken ct)
    {
        if (await OfAsync(folder, ct) is { IsSealed: true })
        {
            return DocumentRefusals.Sealed;
        }

        return await db.Documents.AsNoTracking().FirstOrDefaultAsync(d => d.FolderId == folder && d.Number == number && d.State == DocumentState.Kept, ct) is { } document
            && page >= 1 && page <= document.Pages && await store.ReadPageAsync(document, page, ct) is { } picture
                ? picture
                : DocumentRefusals.None;
    }

    /// <summary>Documents of other cases that are the same as one here, or look alike.</summary>
    public async Task<IReadOnlyList<DocumentTwin>> TwinsAsync(Guid folder, CancellationToken ct)
    {
        var twins = new List<DocumentTwin>();
        foreach (var document in await db.Documents.AsNoTracking().Where(d => d.FolderId == folder && d.State == DocumentState.Kept).OrderBy(d => d.Number).ToListAsync(ct))
        {
            var same = await db.Documents.AsNoTracking().Where(d => d.ContentMac == document.ContentMac && d.FolderId != folder).OrderBy(d => d.Id).Take(MostCandidates).ToListAsync(ct);
            twins.AddRange(same.Select(other => new DocumentTwin(document.Number, other.FolderId, other.Number, IsSameContent: true, other.StartedAt > document.StartedAt)));
            twins.AddRange((await AlikeAsync(document, ct)).Where(other => same.TrueForAll(s => s.Id != other.Id)).Select(other => new DocumentTwin(document.Number, other.FolderId, other.Number, IsSameContent: false, other.StartedAt > document.StartedAt)));
        }

        return twins;
    }

    /// <summary>Receipts of other cases that the same person paid, as their senders say: the number here, and the other folder.</summary>
    public async Task<IReadOnlyList<(int Number, Guid OtherFolder)>> SamePayerAsync(Guid folder, CancellationToken ct)
    {
        List<(int, Guid)> same = [];
        foreach (var document in await db.Documents.AsNoTracking().Where(d => d.FolderId == folder && d.State == DocumentState.Kept && d.PayerMac != null).OrderBy(d => d.Number).ToListAsync(ct))
        {
            var others = await db.Documents.Where(d => d.PayerMac == document.PayerMac && d.FolderId != folder && d.State == DocumentState.Kept).Select(d => d.FolderId).Distinct().OrderBy(id => id).Take(MostCandidates).ToListAsync(ct);
            same.AddRange(others.Select(other => (document.Number, other)));
        }

        return same;
    }

    /// <summary>Documents of one folder that are the same, or look alike: of each pair the later number first.</summary>
    public async Task<IReadOnlyList<(int Number, int Earlier)>> TwinsWithinAsync(Guid folder, CancellationToken ct)
    {
        var all = await db.Documents.AsNoTracking().Where(d => d.FolderId == folder && d.State == DocumentState.Kept).OrderBy(d => d.Number).ToListAsync(ct);
        return [.. all.SelectMany(one => all.TakeWhile(other => other.Number < one.Number).Where(other => AreAlike(one, other)).Select(other => (one.Number, other.Number)))];
    }

    private static bool AreAlike(CaseDocument one, CaseDocument other) =>
        (one.ContentMac is { } mac && other.ContentMac is { } same && mac.AsSpan().SequenceEqual(same)) || (one.Look is { } look && other.Look is { } alike && PictureLook.Apart(look, alike) <= PictureLook.MostApart);

    private async Task<IEnumerable<CaseDocument>> AlikeAsync(CaseDocument document, CancellationToken ct)
    {
        if (document.Look is not { } look)
        {
            return [];
        }

        var bands = PictureLook.Bands(look);
        var (id, folder) = (document.Id, document.FolderId);
        var nearest = await db.DocumentBands.Where(b => bands.Contains(b.Band) && b.DocumentId != id)
            .GroupBy(b => b.DocumentId).OrderByDescending(g => g.Count()).Take(MostCandidates).Select(g => g.Key).ToListAsync(ct);
        var candidates = await db.Documents.AsNoTracking().Where(d => nearest.Contains(d.Id) && d.FolderId != folder).OrderBy(d => d.Id).ToListAsync(ct);
        return candidates.Where(other => PictureLook.Apart(look, other.Look!) <= PictureLook.MostApart);
    }

    private Task<DocumentFolder?> OfAsync(Guid folder, CancellationToken ct) => db.DocumentFolders.FirstOrDefaultAsync(f => f.Id == folder, ct);
}
