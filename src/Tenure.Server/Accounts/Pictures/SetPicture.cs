using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Tenure.Client.Accounts;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Pictures;
using Tenure.Server.Platform.Problems;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.Accounts.Pictures;

/// <summary>A person shows another picture. What was sent is decoded and encoded again in a limited process, and never kept.</summary>
internal sealed class SetPicture(PictureQueue queue, PictureProcess process, PictureStore store, RateLimits limits, PictureLog log)
{
    // A minute of processor time an hour, at the usual second a picture.
    private static readonly RateLimit PerAccount = RateLimit.Hourly(60);
    private static readonly TimeSpan LongestUpload = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BusyWait = TimeSpan.FromSeconds(5);

    public static void Map(IEndpointRouteBuilder account) => account
        .MapPut("/picture", async Task<Results<Ok<PictureKept>, RefusalResult>> (HttpRequest request, CurrentAccount holder, SetPicture set, CancellationToken ct) =>
            TypedResults.From(await set.ExecuteAsync(holder.Id, request.HttpContext.CallerNetwork, token => PictureUpload.ReadBodyAsync(request, token), ct)))
        .WithMetadata(new RequestSizeLimitAttribute(PictureUpload.LongestBody))
        .WithSummary("Show another picture: the body is a JPEG, PNG, WebP or GIF of at most 10 MB and 50 megapixels, whatever its content type says");

    /// <param name="account">Whose.</param>
    /// <param name="network">Where it is sent from.</param>
    /// <param name="read">Reads what was sent; called when there is room for it.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<Answer<PictureKept>> ExecuteAsync(AccountId account, Network network, Func<CancellationToken, Task<Answer<byte[]>>> read, CancellationToken ct)
    {
        using var place = queue.Enter(account, network);
        if (place is null)
        {
            return SignInRefusals.Busy(BusyWait);
        }

        if (await limits.TakeAsync(PerAccount, "picture", account.ToString(), ct) is { } tooMany)
        {
            return tooMany;
        }

        var content = await ReadAsync(read, ct);
        if (content.Refusal is { } unread)
        {
            return unread;
        }

        var pictures = await CutAsync(content.Value, ct);
        if (pictures.Refusal is { } uncut)
        {
            return uncut;
        }

        var name = await store.ReplaceAsync(account, pictures.Value, ct);
        log.PictureSet(account);
        return new PictureKept(name, PictureRules.Sizes);
    }

    // Whoever sends slowly keeps others waiting.
    private static async Task<Answer<byte[]>> ReadAsync(Func<CancellationToken, Task<Answer<byte[]>>> read, CancellationToken ct)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct);
        end.CancelAfter(LongestUpload);
        try
        {
            return await read(end.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return PictureRefusals.TooCostly;
        }
    }

    private async Task<Answer<byte[][]>> CutAsync(byte[] content, CancellationToken ct)
    {
        // No process for what is none at a glance.
        if (!PictureRules.IsPicture(content))
        {
            return PictureRefusals.Unreadable;
        }

        using var turn = await queue.TurnAsync(ct);
        return await process.CutAsync(content, ct);
    }
}
