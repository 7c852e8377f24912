using System.ComponentModel;
using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Accounts;
using Tenure.Domain.Cases;
using Tenure.Domain.Documents;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Documents.Contracts;
using Tenure.Server.Exports.Contracts;

namespace Tenure.Server.Cases;

/// <summary>
/// The cases at a contact address that is proven there and in the account: as much as the mails say that went there, for a mailbox may be shared, or have been somebody else's. Messages and documents of those alone that are
/// about this very account. And what a holder may know of cases of others about it.
/// </summary>
internal sealed class ExportedCases(TenureDb db, DocumentFolders folders) : IExportSource
{
    public IReadOnlyList<ExportPart> Parts =>
    [
        ExportPart.Rows("cases", ["cases"], ReadCasesAsync),
        ExportPart.Rows("case-messages", ["case_messages"], ReadMessagesAsync),
        ExportPart.Rows("documents", ["documents", "document_folders"], ReadDocumentsAsync),
        ExportPart.Files("document-pages", ["documents", "document_folders"], ReadPagesAsync),
    ];

    private async IAsyncEnumerable<ExportedCase> ReadCasesAsync(AccountId account, [EnumeratorCancellation] CancellationToken ct)
    {
        var mine = await MineAsync(account, ct);
        foreach (var one in mine)
        {
            yield return Of(one, "mine", one.Contact);
        }

        var known = mine.Select(c => c.Id).ToHashSet();
        foreach (var one in (await db.Cases.AsNoTracking().Where(c => c.AccountId == account && c.AnnouncedAt != null).OrderBy(c => c.AnnouncedAt).ToListAsync(ct)).Where(c => !known.Contains(c.Id)))
        {
            yield return Of(one, "aboutMe", contact: null);
        }
    }

    private static ExportedCase Of(Case one, string side, string? contact) => new(
        CaseNumber.Grouped(one.Number), side, one.Kind, CaseNames.Shown(one.State), side == "aboutMe" ? one.DeviceId?.Value : null, contact, side == "mine" ? one.OpenedAt : null, side == "mine" ? one.SubmittedAt : null, one.AnnouncedAt, one.DueAt, one.ClosedAt);

    private async IAsyncEnumerable<ExportedMessage> ReadMessagesAsync(AccountId account, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var one in (await MineAsync(account, ct)).Where(c => c.AccountId == account))
        {
            await foreach (var message in db.CaseMessages.AsNoTracking().Where(m => m.CaseId == one.Id).OrderBy(m => m.Number).AsAsyncEnumerable().WithCancellation(ct))
            {
                yield return new ExportedMessage(CaseNumber.Grouped(one.Number), message.Number, message.ByPerson ? "me" : "agents", message.At, CaseNames.Of(message.Template), message.Text);
            }
        }
    }

    private async IAsyncEnumerable<ExportedDocument> ReadDocumentsAsync(AccountId account, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var one in (await MineAsync(account, ct)).Where(c => c.AccountId == account))
        {
            foreach (var document in await folders.ListAsync(one.Id.Value, ct))
            {
                yield return new ExportedDocument(CaseNumber.Grouped(one.Number), document.Number, document.Kind, document.State, document.Type, document.Pages, document.Length, document.Refusal?.Code, document.Words?.DateText, document.Words?.Shop, document.Words?.Serial, document.Words?.Payer);
            }
        }
    }

    // What is sealed is shown to nobody, and stands among the documents without its pages.
    private async IAsyncEnumerable<ExportedFile> ReadPagesAsync(AccountId account, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var one in (await MineAsync(account, ct)).Where(c => c.AccountId == account))
        {
            foreach (var document in await folders.ListAsync(one.Id.Value, ct))
            {
                for (var page = 1; page <= document.Pages; page++)
                {
                    var picture = await folders.PageAsync(one.Id.Value, document.Number, page, ct);
                    if (picture.Refusal is null)
                    {
                        yield return new ExportedFile(string.Create(CultureInfo.InvariantCulture, $"{CaseNumber.Grouped(one.Number)}-{document.Number}-{page}.jpg"), picture.Value);
                    }
                }
            }
        }
    }

    private async Task<List<Case>> MineAsync(AccountId account, CancellationToken ct)
    {
        var addresses = await db.Identifiers.Where(i => i.AccountId == account).Select(i => i.Value).ToListAsync(ct);
        return await db.Cases.AsNoTracking().Where(c => c.ContactProvenAt != null && addresses.Contains(c.Contact)).OrderBy(c => c.OpenedAt).ToListAsync(ct);
    }

    internal sealed record ExportedCase(
        [property: Description("The case's number")] string Number,
        [property: Description("mine, or aboutMe: of somebody else")] string Side,
        [property: Description("recovery or release")] CaseKind Kind,
        [property: Description("How it stands, as the page of the case says")] CaseState State,
        [property: Description("The device's id; only of cases of others")] string? DeviceId,
        [property: Description("Your contact address; only of cases of yours")] string? Contact,
        [property: Description("When it was opened; only of cases of yours")] DateTimeOffset? OpenedAt,
        [property: Description("When it was handed in; only of cases of yours")] DateTimeOffset? SubmittedAt,
        [property: Description("When it was announced")] DateTimeOffset? AnnouncedAt,
        [property: Description("When the wait is over")] DateTimeOffset? DueAt,
        [property: Description("When it ended")] DateTimeOffset? ClosedAt);

    internal sealed record ExportedMessage(
        [property: Description("The case's number")] string Case,
        [property: Description("From 1, in the order in which they were written")] int Number,
        [property: Description("me, or agents")] string From,
        [property: Description("When")] DateTimeOffset At,
        [property: Description("The fixed sentence, by its name")] string? Template,
        [property: Description("What was written")] string? Text);

    internal sealed record ExportedDocument(
        [property: Description("The case's number")] string Case,
        [property: Description("From 1 within the case; the pages are in the folder document-pages as CASE-NUMBER-PAGE.jpg, unless they are sealed")] int Number,
        [property: Description("What it shows, as you said")] DocumentKind Kind,
        [property: Description("How far it is")] DocumentState State,
        [property: Description("By its content")] DocumentType? Type,
        [property: Description("Pages that can be shown")] int Pages,
        [property: Description("Bytes of what you sent; what you sent itself is not kept")] long Length,
        [property: Description("Why it was not taken")] string? Refusal,
        [property: Description("The date on a receipt, as you said; not once it is sealed")] string? Date,
        [property: Description("The shop on it, as you said")] string? Shop,
        [property: Description("The number on it, as you said")] string? Serial,
        [property: Description("Who paid, as you said")] string? Payer);
}
