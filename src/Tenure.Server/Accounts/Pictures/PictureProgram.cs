using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;
using SkiaSharp;
using Tenure.Domain.Accounts;

namespace Tenure.Server.Accounts.Pictures;

/// <summary>
/// The other end of a <see cref="PictureProcess"/>: one picture on standard input, three on standard output, each after its length in four bytes.
/// It gives up every right to files, network and processes before it has read a byte.
/// </summary>
internal static class PictureProgram
{
    /// <summary>The only argument of the program.</summary>
    public const string Verb = "picture";

    public static int Run()
    {
        using var input = Pipe(0, FileAccess.Read);
        using var output = Pipe(1, FileAccess.Write);
        Rehearse();
        return (int)(SystemCalls.Limit() ? Answer(input, output) : PictureVerdict.Unlimited);
    }

    // The console's own streams load more when they are first used.
    private static FileStream Pipe(nint number, FileAccess access) => new(new SafeFileHandle(number, ownsHandle: false), access, bufferSize: 0);

    private static PictureVerdict Answer(Stream input, Stream output)
    {
        var content = new byte[PictureRules.LargestUpload + 1];
        var length = input.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
        if (length > PictureRules.LargestUpload)
        {
            return PictureVerdict.Unreadable;
        }

        var verdict = PictureCutter.Cut(content.AsSpan(0, length), out var pictures);
        Write(output, pictures);
        return verdict;
    }

    private static void Write(Stream output, IReadOnlyList<byte[]> pictures)
    {
        Span<byte> head = stackalloc byte[4];
        foreach (var picture in pictures)
        {
            BinaryPrimitives.WriteInt32BigEndian(head, picture.Length);
            output.Write(head);
            output.Write(picture);
        }

        output.Flush();
    }

    // No file can be opened later: whatever the real picture needs is loaded by one of our own.
    private static void Rehearse()
    {
        using var bitmap = new SKBitmap(1, 1);
        using var png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        _ = PictureCutter.Cut(png.Span, out var pictures);
        Write(Stream.Null, pictures);
        GC.Collect();
    }
}
