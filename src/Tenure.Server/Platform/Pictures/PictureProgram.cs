using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;
using SkiaSharp;
using Tenure.Domain.Accounts;

namespace Tenure.Server.Platform.Pictures;

/// <summary>
/// The other end of a <see cref="PictureProcess"/>: one picture on standard input; on standard output three squares, or the whole picture and its look, each picture after its length in four bytes.
/// It gives up every right to files, network and processes before it has read a byte.
/// </summary>
internal static class PictureProgram
{
    /// <summary>The first argument of the program; alone, it cuts squares.</summary>
    public const string Verb = "picture";

    /// <summary>After the verb: the whole picture once more.</summary>
    public const string Page = "page";

    /// <param name="words">What stands after the verb.</param>
    public static int Run(IReadOnlyList<string> words)
    {
        if (words is not ([] or [Page]))
        {
            return (int)ToolProgram.Run(words);
        }

        var whole = words.Count > 0;
        using var input = Pipe(0, FileAccess.Read);
        using var output = Pipe(1, FileAccess.Write);
        Rehearse(whole);
        return (int)(SystemCalls.Limit() ? Answer(input, output, whole) : PictureVerdict.Unlimited);
    }

    // The console's own streams load more when they are first used.
    internal static FileStream Pipe(nint number, FileAccess access) => new(new SafeFileHandle(number, ownsHandle: false), access, bufferSize: 0);

    private static PictureVerdict Answer(Stream input, Stream output, bool whole)
    {
        var content = new byte[PictureRules.LargestUpload + 1];
        var length = input.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
        if (length > PictureRules.LargestUpload)
        {
            return PictureVerdict.Unreadable;
        }

        return Make(content.AsSpan(0, length), output, whole);
    }

    private static PictureVerdict Make(ReadOnlySpan<byte> content, Stream output, bool whole)
    {
        if (!whole)
        {
            var cut = PictureCutter.Cut(content, out var pictures);
            Write(output, pictures);
            return cut;
        }

        var verdict = PictureCutter.Redraw(content, out var page, out var places);
        if (verdict == PictureVerdict.Done)
        {
            Write(output, [page]);
            output.Write(places);
        }

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
    private static void Rehearse(bool whole)
    {
        using var bitmap = new SKBitmap(1, 1);
        using var png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        _ = Make(png.Span, Stream.Null, whole);
        GC.Collect();
    }
}
