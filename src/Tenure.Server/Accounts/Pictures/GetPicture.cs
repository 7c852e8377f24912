using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;

namespace Tenure.Server.Accounts.Pictures;

/// <summary>A person's own picture, in one size. Nobody else's can be asked for.</summary>
internal sealed class GetPicture(TenureDb db)
{
    private const int UsualSize = 192;

    public static void Map(IEndpointRouteBuilder account) => account.MapGet("/picture", AnswerAsync).WithSummary("The picture as a JPEG of 64, 192 or 512 pixels");

    /// <summary>The same for pages, by cookie.</summary>
    public static void MapPage(IEndpointRouteBuilder app) => app.MapGet("/profile/picture", AnswerAsync).RequireAuthorization(Policies.Page).ExcludeFromDescription();

    /// <summary>One size; refused with <c>malformed</c> where there is no such size, <c>not_found</c> where there is no picture.</summary>
    public async Task<Answer<AccountPicture>> ExecuteAsync(AccountId account, int size, CancellationToken ct)
    {
        if (!PictureRules.Sizes.Contains(size))
        {
            return WellFormedText.Malformed("size");
        }

        return await db.AccountPictures.AsNoTracking().FirstOrDefaultAsync(p => p.AccountId == account && p.Size == size, ct) is { } picture
            ? picture
            : PictureRefusals.None;
    }

    private static async Task<Results<FileContentHttpResult, RefusalResult>> AnswerAsync(
        HttpContext context, CurrentAccount holder, GetPicture get, int? size, CancellationToken ct)
    {
        var picture = await get.ExecuteAsync(holder.Id, size ?? UsualSize, ct);
        if (picture.Refusal is { } refusal)
        {
            return TypedResults.Refused(refusal);
        }

        // Asked for anew each time, and mostly answered without it: another account may be signed in in this browser next.
        context.Response.Headers.CacheControl = "private, no-cache";
        return TypedResults.Bytes(picture.Value.Content, "image/jpeg", entityTag: new EntityTagHeaderValue($"\"{picture.Value.Hash}\""));
    }
}
