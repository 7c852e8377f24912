using Microsoft.EntityFrameworkCore;
using Tenure.Domain;
using Tenure.Domain.Cases;
using Tenure.Domain.Documents;
using Tenure.Server.Cases.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Documents.Contracts;
using Tenure.Server.Platform;

namespace Tenure.Server.Cases;

/// <summary>What was sent to a case: its folder goes where the case goes, and what is in it speaks for the case unless it is in another one.</summary>
internal sealed class CaseDocuments(TenureDb db, DocumentFolders folders)
{
    /// <summary>Opens the folder of a new case, in the caller's unit of work.</summary>
    public void Open(Case one) => folders.Open(one.Id.Value);

    /// <summary>The server sends something of its own, as a person would: it is looked at as everything is.</summary>
    public Task PutAsync(Case one, DocumentKind kind, byte[] content, CancellationToken ct) => folders.PutAsync(one.Id.Value, kind, content, ct);

    /// <summary>A key to the folder, for who has just shown that the case is theirs; <c>null</c> while it takes nothing.</summary>
    public string? KeyOf(Case one, DateTimeOffset from) => one is { TakesEvidence: true, ContactProvenAt: not null } ? folders.KeyOf(one.Id.Value, from) : null;

    /// <summary>What is there is handed in, in the caller's unit of work; refuses with <c>documents_looking</c>.</summary>
    public Task<Refusal?> HandInAsync(Case one, CancellationToken ct) => folders.HandInAsync(one.Id.Value, ct);

    /// <summary>The case has moved: asked for more, it takes documents again; over, they are erased after their time, and sealed until then where it was granted. In the caller's unit of work.</summary>
    public async Task<Refusal?> FollowAsync(Case one, CancellationToken ct)
    {
        if (one.IsOver)
        {
            await folders.EndAsync(one.Id.Value, one.State == CaseState.Granted ? DocumentOutcome.Granted : DocumentOutcome.Refused, ct);
        }

        return one.State == CaseState.Draft ? await folders.ReopenAsync(one.Id.Value, ct) : null;
    }

    /// <summary>Erases all of it now; in the caller's unit of work.</summary>
    public Task EraseAsync(Case one, CancellationToken ct) => folders.EraseAsync(one.Id.Value, ct);

    /// <summary>One page as JPEG; refuses with <c>not_found</c> and <c>documents_sealed</c>.</summary>
    public Task<Answer<byte[]>> PageAsync(Case one, int document, int page, CancellationToken ct) => folders.PageAsync(one.Id.Value, document, page, ct);

    /// <summary>What was handed in, with the other cases where the same is, or something that looks alike.</summary>
    public async Task<IReadOnlyList<DocumentOnDesk>> ListAsync(Case one, CancellationToken ct)
    {
        var documents = await folders.ListAsync(one.Id.Value, ct);
        if (documents.Count == 0)
        {
            return [];
        }

        var twins = await folders.TwinsAsync(one.Id.Value, ct);
        var within = await folders.TwinsWithinAsync(one.Id.Value, ct);
        var payers = await folders.SamePayerAsync(one.Id.Value, ct);
        List<CaseId> ids = [.. twins.Select(twin => twin.OtherFolder).Concat(payers.Select(payer => payer.OtherFolder)).Distinct().Select(folder => new CaseId(folder))];
        // A draft shows nobody anything, and who tries again about the same, from the same proven address, has the same receipt, and what the server made up speaks against nobody.
        var others = await db.Cases.AsNoTracking()
            .Where(c => ids.Contains(c.Id) && c.SubmittedAt != null && !db.Set<CaseDecoy>().Any(d => d.CaseId == c.Id)
                && !(c.ContactProvenAt != null && c.Contact == one.Contact && (c.Subject == one.Subject || (one.DeviceId != null && c.DeviceId == one.DeviceId) || (one.DeviceId == null && one.AccountId != null && c.DeviceId == null && c.AccountId == one.AccountId))))
            .ToDictionaryAsync(c => c.Id.Value, ct);
        return
        [
            .. documents.Select(document => new DocumentOnDesk(
                document.Number, document.Kind, document.State, document.Pages, document.Refusal, document.ContentMac,
                [.. twins.Where(twin => twin.Number == document.Number && others.ContainsKey(twin.OtherFolder)).Select(twin => CaseNumber.Grouped(others[twin.OtherFolder].Number)).Distinct().Order(StringComparer.Ordinal)],
                twins.Where(twin => twin.Number == document.Number).All(twin => !others.TryGetValue(twin.OtherFolder, out var other) || IsNoRival(twin, other)),
                [.. within.Where(twin => twin.Number == document.Number).Select(twin => twin.Earlier)],
                document.Words, [.. payers.Where(payer => payer.Number == document.Number && others.ContainsKey(payer.OtherFolder)).Select(payer => CaseNumber.Grouped(others[payer.OtherFolder].Number)).Distinct().Order(StringComparer.Ordinal)])),
        ];
    }

    /// <summary>What its person may know of what they sent: whether anything is there that was not refused, and its points by itself, whoever else sent the same.</summary>
    public async Task<(bool Any, int Points)> OwnPointsAsync(Case one, CancellationToken ct)
    {
        var documents = await folders.ListAsync(one.Id.Value, ct);
        var within = await folders.TwinsWithinAsync(one.Id.Value, ct);
        List<DocumentOnDesk> papers =
        [
            .. documents.Select(d => new DocumentOnDesk(d.Number, d.Kind, d.State, d.Pages, d.Refusal, d.ContentMac, [], Counts: true, [.. within.Where(twin => twin.Number == d.Number).Select(twin => twin.Earlier)], d.Words, [])),
        ];
        return (documents.Any(d => d.State is DocumentState.Received or DocumentState.Kept), CaseScore.Of(one.Kind, FactsOf(one.Kind, papers)).Points);
    }

    // A copy must not take the receipt away from the person who has it: it counts for who sent it first, and once the other case came to nothing. It is shown all the same, and makes the wait long.
    private static bool IsNoRival(DocumentTwin twin, Case other) => twin.IsLater || (other.IsOver && other.State != CaseState.Granted);

    /// <summary>What documents say. One that somebody else sent first says only that; one picture that was sent as several things is the one of them that weighs least.</summary>
    public static IEnumerable<CaseFact> FactsOf(CaseKind kind, IReadOnlyList<DocumentOnDesk> documents)
    {
        var pictures = new List<List<DocumentOnDesk>>();
        foreach (var document in documents.Where(document => document.State == DocumentState.Kept))
        {
            var same = pictures.FindAll(picture => picture.Exists(other => document.Twins.Contains(other.Number)));
            pictures.RemoveAll(same.Contains);
            pictures.Add([.. same.SelectMany(picture => picture), document]);
        }

        return pictures.Select(picture => CaseScore.OfOnePicture(kind, picture.Select(FactOf).OfType<CaseFact>())).OfType<CaseFact>();
    }

    private static CaseFact? FactOf(DocumentOnDesk document) => document switch
    {
        { Counts: false } => CaseFact.SeenElsewhere,
        { Kind: DocumentKind.Receipt } => CaseFact.Receipt,
        { Kind: DocumentKind.SimOwner } => CaseFact.SimProof,
        { Kind: DocumentKind.BoxLabel } => CaseFact.BoxPhoto,
        _ => null,
    };
}
