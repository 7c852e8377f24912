using System.Globalization;
using System.Text;
using Tenure.Domain;
using Tenure.Domain.Documents;

namespace Tenure.Server.Documents;

/// <summary>The headers of tus 1.0.0 (https://tus.io/protocols/resumable-upload), with creation, expiration and termination.</summary>
internal static class Tus
{
    /// <summary>The only version.</summary>
    public const string Version = "1.0.0";

    /// <summary>Where uploads are made; each has its id behind it.</summary>
    public const string Path = "/api/v1/documents";

    /// <summary>The header in which a key to a folder comes.</summary>
    public const string KeyHeader = "Document-Key";

    /// <summary>The content type of what arrives.</summary>
    public const string ContentType = "application/offset+octet-stream";

    // In base64: four bytes a character.
    private const int LongestText = (ReceiptWords.Longest * 4 * 4 / 3) + 4;

    /// <summary>What is said in each answer.</summary>
    public static void Answer(HttpContext context)
    {
        context.Response.Headers["Tus-Resumable"] = Version;
        context.Response.Headers.CacheControl = "no-store";
    }

    /// <summary>What a client may ask for before it begins.</summary>
    public static void Describe(HttpContext context)
    {
        Answer(context);
        context.Response.Headers["Tus-Version"] = Version;
        context.Response.Headers["Tus-Extension"] = "creation,expiration,termination";
        context.Response.Headers["Tus-Max-Size"] = DocumentRules.LargestUpload.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Whether the caller speaks our version; else the answer is 412 with the version that is spoken.</summary>
    public static bool IsSpoken(HttpContext context)
    {
        if (context.Request.Headers["Tus-Resumable"] == Version)
        {
            return true;
        }

        context.Response.Headers["Tus-Version"] = Version;
        return false;
    }

    /// <summary>A number of bytes in a header; <c>null</c> for anything else.</summary>
    public static long? Bytes(HttpContext context, string header) =>
        context.Request.Headers[header] is [{ Length: <= 18 } text] && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) ? bytes : null;

    /// <summary>Where an upload stands, and until when it waits.</summary>
    public static void Say(HttpContext context, CaseDocument document, long offset)
    {
        context.Response.Headers["Upload-Offset"] = offset.ToString(CultureInfo.InvariantCulture);
        context.Response.Headers["Upload-Expires"] = document.ExpiresAt.ToString("r", CultureInfo.InvariantCulture);
    }

    /// <summary>What a document shows, of the pairs [name, base64] in <c>Upload-Metadata</c>: <c>kind</c> is read, what a receipt says, and nothing else, names of files among it.</summary>
    public static DocumentKind Kind(HttpContext context)
    {
        foreach (var pair in context.Request.Headers["Upload-Metadata"].ToString().Split(',', StringSplitOptions.TrimEntries))
        {
            if (pair.Split(' ') is ["kind", { Length: <= 64 } packed])
            {
                Span<byte> text = stackalloc byte[64];
                return Convert.TryFromBase64String(packed, text, out var length) ? KindOf(Encoding.ASCII.GetString(text[..length])) : DocumentKind.Other;
            }
        }

        return DocumentKind.Other;
    }

    /// <summary>What is said of a receipt: <c>date</c>, <c>shop</c>, <c>serial</c>, <c>payer</c> in <c>Upload-Metadata</c>; refuses with <c>receipt_malformed</c>.</summary>
    public static Refusal? Words(HttpContext context, out ReceiptWords? words) => ReceiptWords.Read(Text(context, "date"), Text(context, "shop"), Text(context, "serial"), Text(context, "payer"), out words);

    private static string? Text(HttpContext context, string name)
    {
        foreach (var pair in context.Request.Headers["Upload-Metadata"].ToString().Split(',', StringSplitOptions.TrimEntries))
        {
            if (pair.Split(' ') is [var named, .. var rest] && named == name)
            {
                Span<byte> text = stackalloc byte[LongestText];
                // A name alone is an empty text; what is none cannot be shown, and is refused as such.
                return rest.Length == 0 ? null : rest is [{ Length: <= LongestText } packed] && Convert.TryFromBase64String(packed, text, out var length) ? Encoding.UTF8.GetString(text[..length]) : "\0";
            }
        }

        return null;
    }

    /// <summary>A kind by its name on the wire; what is none of them is <see cref="DocumentKind.Other"/>.</summary>
    public static DocumentKind KindOf(string? name) => Enum.GetValues<DocumentKind>().FirstOrDefault(kind => NameOf(kind) == name);

    /// <summary>A kind's name on the wire.</summary>
    public static string NameOf(DocumentKind kind) => kind switch
    {
        DocumentKind.Receipt => "receipt",
        DocumentKind.BoxLabel => "box_label",
        DocumentKind.SimOwner => "sim_owner",
        DocumentKind.Other => "other",
    };
}
