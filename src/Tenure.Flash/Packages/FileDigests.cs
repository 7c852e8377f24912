using System.Security.Cryptography;

namespace Tenure.Flash.Packages;

/// <summary>Digests of whole files. In pieces that stay in a core's cache, and by one thread: a thread for each read, and pieces of 4 KiB, as the platform's own way has them, cost more than hashing does.</summary>
internal static class FileDigests
{
    private const int PieceSize = 1 << 18;

    /// <summary>SHA-256 of a file.</summary>
    public static Task<byte[]> Sha256Async(FileStream file, CancellationToken ct) => Task.Run(() => Of(file, HashAlgorithmName.SHA256, ct), ct);

    /// <summary>MD5, which packages have; nothing is trusted for it.</summary>
    public static Task<byte[]> Md5Async(FileStream file, CancellationToken ct) => Task.Run(() => Of(file, HashAlgorithmName.MD5, ct), ct);

    private static byte[] Of(FileStream file, HashAlgorithmName name, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(name);
        var piece = GC.AllocateUninitializedArray<byte>(PieceSize);
        for (var at = 0L; RandomAccess.Read(file.SafeFileHandle, piece, at) is var read and > 0; at += read)
        {
            ct.ThrowIfCancellationRequested();
            hash.AppendData(piece.AsSpan(0, read));
        }

        return hash.GetHashAndReset();
    }
}
