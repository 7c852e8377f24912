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

    /// <summary>A key to the folder, for who has just shown that the case is theirs; <c>null</c> while it takes nothing.</summary>
    public string? KeyOf(Case one) => one is { TakesEvidence: true, ContactProvenAt: not null } ? folders.KeyOf(one.Id.Value) : null;

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
        List<CaseId> ids = [.. twins.Select(twin => new CaseId(twin.OtherFolder)).Distinct()];
        // A draft shows nobody anything, and who tries again, from the same proven address, has the same receipt.
        var others = await db.Cases.AsNoTracking()
            .Where(c => ids.Contains(c.Id) && c.SubmittedAt != null && !(c.ContactProvenAt != null && c.Contact == one.Contact && c.Subject == one.Subject))
            .ToDictionaryAsync(c => c.Id.Value, c => CaseNumber.Grouped(c.Number), ct);
        return
        [
            .. documents.Select(document => new DocumentOnDesk(
                document.Number, document.Kind, document.State, document.Pages, document.Refusal, document.ContentMac,
                [.. twins.Where(twin => twin.Number == document.Number && others.ContainsKey(twin.OtherFolder)).Select(twin => others[twin.OtherFolder]).Distinct().Order(StringComparer.Ordinal)])),
        ];
    }

    /// <summary>What documents say. One that is in another case says only that.</summary>
    public static IEnumerable<CaseFact> FactsOf(IEnumerable<DocumentOnDesk> documents) => documents.Where(document => document.State == DocumentState.Kept).SelectMany<DocumentOnDesk, CaseFact>(document => document switch
    {
        { Elsewhere.Count: > 0 } => [CaseFact.SeenElsewhere],
        { Kind: DocumentKind.Receipt } => [CaseFact.Receipt],
        { Kind: DocumentKind.SimOwner } => [CaseFact.SimProof],
        { Kind: DocumentKind.BoxLabel } => [CaseFact.BoxPhoto],
        _ => [],
    });
}
