using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Tenure.Bench;

/// <summary>The images that are flashed, and where they go.</summary>
internal static class FlashFiles
{
    private const int Piece = 1 << 20;

    /// <summary>Makes a file like an image of a file system: of each 16 MiB the last two are zeros, the rest is as good as random and nowhere the same.</summary>
    public static void MakeImage(string file, long bytes)
    {
        var pieces = new byte[14][];
        for (var i = 0; i < pieces.Length; i++)
        {
            pieces[i] = RandomNumberGenerator.GetBytes(Piece);
        }

        var zeros = new byte[Piece];
        using var stream = File.Create(file, 1);
        for (var at = 0L; at < bytes; at += Piece)
        {
            var index = at / Piece % 16;
            if (index < pieces.Length)
            {
                // Makes each block of it another one than the last time.
                for (var block = 0; block < Piece; block += 4096)
                {
                    BitConverter.TryWriteBytes(pieces[index].AsSpan(block), at + block);
                }
            }

            stream.Write((index < pieces.Length ? pieces[index] : zeros).AsSpan(0, (int)Math.Min(Piece, bytes - at)));
        }
    }

    /// <summary>Throws when two files differ.</summary>
    public static void RequireSame(string one, string other, string what)
    {
        using var a = File.OpenRead(one);
        using var b = File.OpenRead(other);
        if (a.Length != b.Length || !SHA256.HashData(a).AsSpan().SequenceEqual(SHA256.HashData(b)))
        {
            throw new InvalidOperationException($"{what}: what was written is not what was sent.");
        }
    }

    /// <summary>Lets the kernel forget what it holds of a file, so that the next read comes from the disk.</summary>
    public static void Forget(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
        stream.Flush(flushToDisk: true);
        if (Advise((int)stream.SafeFileHandle.DangerousGetHandle(), 0, 0, DontNeed) != 0)
        {
            throw new InvalidOperationException("The kernel does not forget a file.");
        }
    }

    // POSIX_FADV_DONTNEED of Linux.
    private const int DontNeed = 4;

    [DllImport("libc", EntryPoint = "posix_fadvise")]
    private static extern int Advise(int file, long offset, long length, int advice);
}
