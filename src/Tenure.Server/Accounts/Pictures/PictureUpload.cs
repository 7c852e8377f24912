using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Features;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Server.Platform;

namespace Tenure.Server.Accounts.Pictures;

/// <summary>Reads a picture from a request, into memory and never beyond its bound. What is longer is refused by its length, unread where that was said.</summary>
internal static class PictureUpload
{
    // What a form has beside its file, and room for a length that lies a little.
    private const int Wrapping = 64 * 1024;

    /// <summary>Where the connection is cut. Above our own bound, so that a picture that is too large is answered in words.</summary>
    public const long LongestBody = 4L * PictureRules.LargestUpload;

    /// <summary>The whole body.</summary>
    public static async Task<Answer<byte[]>> ReadBodyAsync(HttpRequest request, CancellationToken ct) =>
        request.ContentLength > PictureRules.LargestUpload ? PictureRefusals.TooLarge : await ReadAsync(request.Body, request.ContentLength ?? 0, ct);

    /// <summary>The file <c>picture</c> of a form that carries the page's own token.</summary>
    public static async Task<Answer<byte[]>> ReadFormAsync(HttpContext context, IAntiforgery antiforgery, CancellationToken ct)
    {
        if (!context.Request.HasFormContentType || context.Request.ContentLength is not { } length)
        {
            return WellFormedText.Malformed("picture");
        }

        if (length > PictureRules.LargestUpload + Wrapping)
        {
            return PictureRefusals.TooLarge;
        }

        // In memory: a picture that shows where somebody lives is nothing for a temporary file.
        context.Features.Set<IFormFeature>(new FormFeature(context.Request, new FormOptions
        {
            MemoryBufferThreshold = (int)length + 1,
            MultipartBodyLengthLimit = length,
            ValueCountLimit = 8,
            ValueLengthLimit = 16 * 1024,
        }));
        var form = await context.Request.ReadFormAsync(ct);
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return WellFormedText.Malformed(field: null);
        }

        if (form.Files.GetFile("picture") is not { Length: > 0 } file)
        {
            return PictureRefusals.Unreadable;
        }

        await using var content = file.OpenReadStream();
        return await ReadAsync(content, file.Length, ct);
    }

    // In one piece of the length that was said: a buffer that grows would be there three times.
    private static async Task<Answer<byte[]>> ReadAsync(Stream stream, long length, CancellationToken ct)
    {
        using var content = new MemoryStream((int)Math.Min(length, PictureRules.LargestUpload));
        var part = new byte[64 * 1024];
        for (int read; (read = await stream.ReadAsync(part, ct)) > 0;)
        {
            content.Write(part, 0, read);
            if (content.Length > PictureRules.LargestUpload)
            {
                return PictureRefusals.TooLarge;
            }
        }

        return content.Capacity == content.Length ? content.GetBuffer() : content.ToArray();
    }
}
