namespace Tenure.Domain.Accounts;

/// <summary>One size of the picture that an account shows. All sizes of an account change together.</summary>
public sealed class AccountPicture
{
    private AccountPicture()
    {
    }

    /// <summary>Whose.</summary>
    public AccountId AccountId { get; private set; }

    /// <summary>Side in pixels, one of <see cref="PictureRules.Sizes"/>.</summary>
    public int Size { get; private set; }

    /// <summary>JPEG in sRGB without metadata, at most <see cref="PictureRules.LargestKept"/> bytes.</summary>
    public byte[] Content { get; private set; } = [];

    /// <summary>SHA-256 of <see cref="Content"/> in lower-case hex.</summary>
    public string Hash { get; private set; } = "";

    /// <summary>A picture of an account.</summary>
    public static AccountPicture Of(AccountId account, int size, byte[] content, string hash) => new() { AccountId = account, Size = size, Content = content, Hash = hash };
}
