using Microsoft.Extensions.Options;
using Tenure.Domain;
using Tenure.Domain.Documents;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Pictures;

namespace Tenure.Server.Documents;

/// <summary>Draws the pages of a document anew, each in processes without rights. A format whose program is not installed is refused before it is sent.</summary>
internal sealed class DocumentReaders(IOptions<DocumentOptions> options, PictureProcess process, DocumentStore store)
{
    /// <summary>Why a document that begins so is not taken; <c>null</c> when it is.</summary>
    public Refusal? Refuse(ReadOnlySpan<byte> head) => DocumentRules.TypeOf(head) switch
    {
        null => DocumentRefusals.TypeUnknown,
        DocumentType.Pdf when !File.Exists(options.Value.PdfProgram) => DocumentRefusals.NoPdf,
        DocumentType.Heic when !File.Exists(options.Value.HeicProgram) => DocumentRefusals.NoHeic,
        _ => null,
    };

    /// <summary>The pages, at most <see cref="DocumentRules.MostPages"/>, handed over one by one; the look of the first is the answer.</summary>
    /// <param name="type">By its content.</param>
    /// <param name="content">All of it.</param>
    /// <param name="keep">Keeps one page, from 1.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<Answer<DrawnDocument>> DrawAsync(DocumentType type, ReadOnlyMemory<byte> content, Action<int, byte[]> keep, CancellationToken ct)
    {
        byte[]? look = null;
        var pages = 0;
        while (pages < (type == DocumentType.Pdf ? DocumentRules.MostPages : 1))
        {
            var drawn = await PageAsync(type, content, pages + 1, ct);
            if (drawn.Refusal is { } refusal)
            {
                // A PDF ends where its reader finds no page; what one that is there costs is said.
                return pages > 0 && refusal.Code == "picture_unreadable" ? new DrawnDocument(pages, look) : InWordsOfDocuments(refusal);
            }

            keep(++pages, drawn.Value.Picture);
            look = pages == 1 ? drawn.Value.Look : look;
        }

        return new DrawnDocument(pages, look);
    }

    private async Task<Answer<DrawnPage>> PageAsync(DocumentType type, ReadOnlyMemory<byte> content, int page, CancellationToken ct)
    {
        if (type is DocumentType.Jpeg or DocumentType.Png)
        {
            return await process.RedrawAsync(content, ct);
        }

        IReadOnlyList<string> tool = type == DocumentType.Pdf
            ? [ToolProgram.Pdf, options.Value.PdfProgram, page.ToString(System.Globalization.CultureInfo.InvariantCulture)]
            : [ToolProgram.Heic, options.Value.HeicProgram, store.OutputLink];
        var converted = await process.ConvertAsync(tool, content, ct);
        return converted.Refusal is { } refusal ? refusal : await process.RedrawAsync(converted.Value, ct);
    }

    private static Refusal InWordsOfDocuments(Refusal refusal) => refusal.Code switch
    {
        "picture_unreadable" => DocumentRefusals.Unreadable,
        "picture_unavailable" => DocumentRefusals.Unavailable,
        _ => DocumentRefusals.TooCostly,
    };
}
