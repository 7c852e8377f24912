using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;
using Tenure.Domain;
using Tenure.Domain.Documents;
using Tenure.Domain.SignIn;
using Tenure.Server.Data;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Pages;

namespace Tenure.Server.Documents.Pages;

/// <summary>
/// Takes documents from a plain form, for browsers without scripts: read as it arrives, in constant memory, never into a temporary file. Who has the key may send, whatever page the form is on:
/// nothing that a browser adds by itself counts here, so that there is no request to forge.
/// </summary>
internal sealed class SubmitDocuments(TenureDb db, BeginDocument begin, AppendDocument append, DocumentSignal signal)
{
    /// <summary>The form's address.</summary>
    public const string Path = "/documents/send";

    // Above all files that are taken, so that one that is too large is answered in words.
    private const long LongestBody = 2L * DocumentRules.MostInFolder * DocumentRules.LargestUpload;
    private const int LongestField = 2048;
    private static readonly TimeSpan LookTime = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LookPause = TimeSpan.FromMilliseconds(200);

    public static void Map(IEndpointRouteBuilder app) => app
        .MapPost(Path, async Task (HttpContext context, SubmitDocuments submit, CancellationToken ct) => context.Response.Redirect(await submit.ExecuteAsync(context.Request, ct)))
        .WithMetadata(new RequestSizeLimitAttribute(LongestBody)).AllowAnonymous().ExcludeFromDescription();

    /// <summary>Takes what the form holds; gives the page to show next.</summary>
    public async Task<string> ExecuteAsync(HttpRequest request, CancellationToken ct)
    {
        if (BoundaryOf(request) is not { } boundary)
        {
            return Back(null, null, WellFormedText.Malformed(field: null));
        }

        var reader = new MultipartReader(boundary, request.Body) { HeadersCountLimit = 8, HeadersLengthLimit = 4096 };
        var (key, back, kind) = ((string?)null, (string?)null, (string?)null);
        Dictionary<string, string> said = new(StringComparer.Ordinal);
        Refusal? refused = null;
        Guid? last = null;
        var files = 0;
        while (await reader.ReadNextSectionAsync(ct) is { } section)
        {
            if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var part))
            {
                continue;
            }

            switch (HeaderUtilities.RemoveQuotes(part.Name).Value)
            {
                case "key":
                    key = await ReadFieldAsync(section.Body, ct);
                    break;
                case "back":
                    back = await ReadFieldAsync(section.Body, ct);
                    break;
                case "kind":
                    kind = await ReadFieldAsync(section.Body, ct);
                    break;
                case ("date" or "shop" or "serial" or "payer") and var name:
                    said[name] = await ReadFieldAsync(section.Body, ct) ?? "";
                    break;
                case "document" when ++files > DocumentRules.MostInFolder:
                    // More than any folder takes: the rest is not even looked up.
                    return Back(key, back, refused ?? DocumentRefusals.TooMany);
                case "document":
                    var taken = await TakeAsync(key, kind, said, request.HttpContext.CallerNetwork, section.Body, ct);
                    refused ??= taken.Refusal;
                    last = taken.Refusal is null && taken.Value != Guid.Empty ? taken.Value : last;
                    break;
            }

            // The rest of a file that is not taken.
            await section.Body.DrainAsync(ct);
        }

        if (last is { } id)
        {
            await WaitAsync(id, ct);
        }

        return Back(key, back, refused ?? (last is null ? DocumentRefusals.TypeUnknown : null));
    }

    // An empty guid where no file was chosen.
    private async Task<Answer<Guid>> TakeAsync(string? key, string? kind, Dictionary<string, string> said, Network network, Stream body, CancellationToken ct)
    {
        if (await begin.FolderOfAsync(key, ct) is not { } folder)
        {
            return DocumentRefusals.KeyWrong;
        }

        await using var read = new BufferedReadStream(body, 1);
        if (!await read.EnsureBufferedAsync(ct))
        {
            return Guid.Empty;
        }

        if (ReceiptWords.Read(said.GetValueOrDefault("date"), said.GetValueOrDefault("shop"), said.GetValueOrDefault("serial"), said.GetValueOrDefault("payer"), out var words) is { } unreadable)
        {
            return unreadable;
        }

        var begun = await begin.ExecuteAsync(folder, DocumentRules.LargestUpload, Tus.KindOf(kind), words, network, ct);
        if (begun.Refusal is { } refusal)
        {
            return refusal;
        }

        var document = begun.Value;
        var taken = await append.ExecuteAsync(document, 0, read, announced: null, network, ct, lengthIsKnown: false);
        return taken.Refusal is { } no ? no : document.Id;
    }

    // A person without scripts would see "being looked at" and nothing else until they ask again.
    private async Task WaitAsync(Guid id, CancellationToken ct)
    {
        signal.Raise();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct);
        end.CancelAfter(LookTime);
        try
        {
            while (await db.Documents.AnyAsync(d => d.Id == id && d.State == DocumentState.Received, end.Token))
            {
                await Task.Delay(LookPause, end.Token);
            }
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // It is said on the page.
        }
    }

    private static string? BoundaryOf(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
        && HeaderUtilities.RemoveQuotes(type.Boundary) is { Length: > 0 and <= 70 } boundary
            ? boundary.Value
            : null;

    private static async Task<string?> ReadFieldAsync(Stream body, CancellationToken ct)
    {
        var bytes = new byte[LongestField];
        var length = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, ct);
        return System.Text.Encoding.UTF8.GetString(bytes, 0, length);
    }

    private static string Back(string? key, string? back, Refusal? refusal)
    {
        var page = back is { Length: > 0 } ? LocalPath.Of(back) : $"/documents/{Uri.EscapeDataString(key is { Length: DocumentKeys.Length } ? key : "over")}";
        return refusal is null ? page : QueryHelpers.AddQueryString(page, "refused", refusal.Code);
    }
}
