using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using Tenure.Server.Platform.Secrets;

namespace Tenure.Server.Documents;

/// <summary>Keys to folders: who has one may send documents, list and remove them, and look at none. [folder, end, MAC] in base64url; nothing of it is kept.</summary>
internal sealed class DocumentKeys(Pepper pepper, TimeProvider clock)
{
    /// <summary>How long a key is good.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    /// <summary>Characters of a key.</summary>
    public const int Length = 54;

    private const int MacSize = 16;
    private const int Size = 16 + 8 + MacSize;

    /// <summary>A key to a folder.</summary>
    /// <param name="folder">Which one.</param>
    /// <param name="from">When it was looked at who asks (UTC): before anything that may have ended their link since.</param>
    public string Of(Guid folder, DateTimeOffset from)
    {
        var key = new byte[Size];
        folder.TryWriteBytes(key);
        BinaryPrimitives.WriteInt64BigEndian(key.AsSpan(16), (from + Lifetime).ToUnixTimeMilliseconds());
        Mac(key).CopyTo(key.AsSpan(Size - MacSize));
        return Base64Url.EncodeToString(key);
    }

    /// <summary>The folder of a key, and when it was made (UTC), to the millisecond; <c>null</c> for none of ours, and for one that is over.</summary>
    public (Guid Folder, DateTimeOffset MadeAt)? Read(string? text)
    {
        Span<byte> key = stackalloc byte[Size];
        return text is { Length: Length } && Base64Url.IsValid(text, out var length) && length == Size && Base64Url.TryDecodeFromChars(text, key, out _)
            && CryptographicOperations.FixedTimeEquals(Mac(key), key[^MacSize..])
            && BinaryPrimitives.ReadInt64BigEndian(key[16..]) is var end && end > clock.GetUtcNow().ToUnixTimeMilliseconds()
                ? (new Guid(key[..16]), DateTimeOffset.FromUnixTimeMilliseconds(end) - Lifetime)
                : null;
    }

    private ReadOnlySpan<byte> Mac(ReadOnlySpan<byte> key) => pepper.Mac("document-key", key[..^MacSize]).AsSpan(0, MacSize);
}
