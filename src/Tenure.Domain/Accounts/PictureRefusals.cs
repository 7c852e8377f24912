namespace Tenure.Domain.Accounts;

/// <summary>Every "no" about a person's picture.</summary>
public static class PictureRefusals
{
    private const string Field = "picture";

    /// <summary>More bytes than <see cref="PictureRules.LargestUpload"/>.</summary>
    public static readonly Refusal TooLarge = new("picture_too_large", "The picture is too large.", RefusalKind.TooLarge, Field, Most: PictureRules.LargestUpload / PictureRules.Megabyte);

    /// <summary>More pixels than <see cref="PictureRules.MostPixels"/>.</summary>
    public static readonly Refusal TooManyPixels = new("picture_too_many_pixels", "The picture has too many pixels.", RefusalKind.Invalid, Field, Most: (int)(PictureRules.MostPixels / PictureRules.Megapixel));

    /// <summary>Not JPEG, PNG, WebP or GIF, or damaged.</summary>
    public static readonly Refusal Unreadable = new("picture_unreadable", "This is not a JPEG, PNG, WebP or GIF picture, or it is damaged.", RefusalKind.Invalid, Field);

    /// <summary>Reading it took more time or memory than one picture gets.</summary>
    public static readonly Refusal TooCostly = new("picture_too_costly", "This picture takes too long to read.", RefusalKind.Invalid, Field);

    /// <summary>The account shows none.</summary>
    public static readonly Refusal None = new("not_found", "There is no such thing.", RefusalKind.NotFound);

    /// <summary>The server has no process in which a stranger's picture could be read safely.</summary>
    public static readonly Refusal Unavailable = new("picture_unavailable", "This server cannot take pictures.", RefusalKind.Conflict, Field);
}
