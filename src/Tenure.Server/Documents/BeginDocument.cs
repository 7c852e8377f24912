using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Documents;
using Tenure.Domain.SignIn;
using Tenure.Server.Data;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;
using Tenure.Server.Platform.Secrets;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.Documents;

/// <summary>A person is about to send a document (tus: creation).</summary>
internal sealed class BeginDocument(TenureDb db, DocumentDoor door, DocumentStore store, RateLimits limits, DrawingBudget budget, Pepper pepper, TimeProvider clock)
{
    // Enough for whoever tries again, and for a day of a phone without reception.
    private static readonly RateLimit PerFolder = RateLimit.Daily(60);

    public static void Map(IEndpointRouteBuilder documents) => documents
        .MapPost("", async Task<Results<Created, StatusCodeHttpResult, RefusalResult>> (HttpContext context, BeginDocument begin, CancellationToken ct) =>
        {
            Tus.Answer(context);
            if (!Tus.IsSpoken(context))
            {
                return TypedResults.StatusCode(StatusCodes.Status412PreconditionFailed);
            }

            if (await begin.FolderOfAsync(context.Request.Headers[Tus.KeyHeader], ct) is not { } folder)
            {
                return TypedResults.Refused(DocumentRefusals.KeyWrong);
            }

            if (Tus.Bytes(context, "Upload-Length") is not { } length)
            {
                return TypedResults.Refused(Domain.WellFormedText.Malformed("Upload-Length"));
            }

            if (Tus.Words(context, out var words) is { } unreadable)
            {
                return TypedResults.Refused(unreadable);
            }

            var begun = await begin.ExecuteAsync(folder, length, Tus.Kind(context), words, context.CallerNetwork, ct);
            if (begun.Refusal is { } refusal)
            {
                return TypedResults.Refused(refusal);
            }

            Tus.Say(context, begun.Value, 0);
            return TypedResults.Created($"{Tus.Path}/{begun.Value.Id:N}");
        })
        .WithSummary("Begin to send a document: tus 1.0.0, with Upload-Length and a Document-Key");

    /// <summary>The folder of a key; <c>null</c> when it is none, or over.</summary>
    public Task<Guid?> FolderOfAsync(string? key, CancellationToken ct) => door.OpenAsync(key, ct);

    /// <param name="folder">Of the key.</param>
    /// <param name="length">Bytes that will come.</param>
    /// <param name="kind">What it shows.</param>
    /// <param name="words">What its sender says of a receipt; of anything else nothing is kept.</param>
    /// <param name="network">Where it comes from.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<Answer<CaseDocument>> ExecuteAsync(Guid folder, long length, DocumentKind kind, ReceiptWords? words, Network network, CancellationToken ct)
    {
        if (length > DocumentRules.LargestUpload)
        {
            return DocumentRefusals.TooLarge;
        }

        if (length == 0)
        {
            return DocumentRefusals.TypeUnknown;
        }

        if (!store.HasRoomToSend(length))
        {
            return DocumentRefusals.NoRoom(DocumentStore.RoomWait);
        }

        var sentFrom = budget.KeyOf(network);
        if ((await budget.CheckFolderAsync(folder, ct) ?? await budget.CheckNetworkAsync(folder, sentFrom, ct) ?? await budget.CheckBytesAsync(folder, network, ct)) is { } later)
        {
            return later;
        }

        if (await limits.TakeAsync(PerFolder, "document", folder.ToString("N"), ct) is { } tooOften)
        {
            return tooOften;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // This statement keeps the row: of two at once the second counts after the first.
        if (await db.DocumentFolders.Where(f => f.Id == folder && f.ClosedAt == null).ExecuteUpdateAsync(f => f.SetProperty(x => x.LastNumber, x => x.LastNumber + 1), ct) == 0)
        {
            return DocumentRefusals.Closed;
        }

        var (number, handedIn) = await db.DocumentFolders.Where(f => f.Id == folder).Select(f => new ValueTuple<int, int>(f.LastNumber, f.HandedIn)).FirstAsync(ct);
        if (await db.Documents.CountAsync(d => d.FolderId == folder && d.State != DocumentState.Refused && d.Number > handedIn, ct) >= DocumentRules.MostInFolder)
        {
            return DocumentRefusals.TooMany;
        }

        var id = new Guid(RandomNumberGenerator.GetBytes(16));
        var document = new CaseDocument(id, folder, number, kind, length, store.NewKey(id), clock.GetUtcNow(), sentFrom);
        if (kind == DocumentKind.Receipt && words is not null)
        {
            document.Say(store.SealWords(id, words), words.PayerKey is { } payer ? pepper.Mac("receipt-payer", Encoding.UTF8.GetBytes(payer)) : null);
        }

        db.Documents.Add(document);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return document;
    }
}
