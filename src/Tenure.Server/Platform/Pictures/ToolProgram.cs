using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Tenure.Domain.Accounts;

namespace Tenure.Server.Platform.Pictures;

/// <summary>
/// Becomes a program of the system that reads a stranger's PDF or HEIC: the file comes on standard input and is kept in memory alone, a JPEG leaves on standard output. Before it does, it gives
/// up networks, other processes and every file that is not the system's own (<see cref="SystemCalls.LimitProgram"/>, <see cref="FileRights"/>), on top of the limits that the shell set.
/// </summary>
internal static partial class ToolProgram
{
    /// <summary>First word: a page of a PDF. Then come the program, and the page from 1.</summary>
    public const string Pdf = "pdf";

    /// <summary>First word: a HEIC picture. Then come the program, and a link <c>….jpg</c> to <see cref="HeicOutput"/>.</summary>
    public const string Heic = "heic";

    /// <summary>Where the link leads: that program tells by a name's end what to write, and says more on standard output.</summary>
    public const string HeicOutput = "/proc/self/fd/200";

    private const string Input = "/proc/self/fd/0";
    private const int ReadWrite = 2;

    // Far from what the runtime itself has open.
    private const int OutputNumber = 200;

    /// <summary>Only comes back when it could not start the program.</summary>
    /// <param name="words">What stands after the verb.</param>
    public static PictureVerdict Run(IReadOnlyList<string> words)
    {
        if (ArgumentsOf(words) is not { } arguments || !Keep())
        {
            return PictureVerdict.Unreadable;
        }

        if (words[0] == Heic && !(Duplicate(1, OutputNumber) == OutputNumber && Open("/dev/null", ReadWrite) is var nowhere and >= 0 && Duplicate(nowhere, 1) == 1))
        {
            return PictureVerdict.Unlimited;
        }

        return Become(arguments);
    }

    private static string[]? ArgumentsOf(IReadOnlyList<string> words) => words switch
    {
        [Pdf, var program, var page] =>
            [program, "-jpeg", "-jpegopt", "quality=90", "-f", page, "-l", page, "-singlefile", "-scale-to", Domain.Documents.DocumentRules.LongestSide.ToString(CultureInfo.InvariantCulture), Input],
        [Heic, var program, var output] => [program, "-q", "90", Input, output],
        _ => null,
    };

    // As standard input, and from its beginning each time that it is opened by its name.
    private static bool Keep()
    {
        var memory = InMemory("document", 0);
        if (memory < 0)
        {
            return false;
        }

        using (var input = PictureProgram.Pipe(0, FileAccess.Read))
        using (var output = new FileStream(new SafeFileHandle(memory, ownsHandle: false), FileAccess.Write, bufferSize: 0))
        {
            var part = new byte[64 * 1024];
            long length = 0;
            for (int read; (read = input.Read(part)) > 0; output.Write(part, 0, read))
            {
                if ((length += read) > PictureRules.LargestUpload)
                {
                    return false;
                }
            }
        }

        return Duplicate(memory, 0) == 0 && Seek(0, 0, 0) == 0;
    }

    // All that the last two calls need is found before: without rights nothing more can be loaded.
    private static unsafe PictureVerdict Become(string[] arguments)
    {
        var words = arguments.Select(word => Marshal.StringToCoTaskMemUTF8(word)).Append(0).ToArray();
        var environment = new[] { Marshal.StringToCoTaskMemUTF8("HOME=/"), 0 };
        var library = NativeLibrary.GetMainProgramHandle();
        var execute = (delegate* unmanaged<nint, nint*, nint*, int>)NativeLibrary.GetExport(library, "execve");
        var exit = (delegate* unmanaged<int, void>)NativeLibrary.GetExport(library, "_exit");
        fixed (nint* first = words)
        fixed (nint* variables = environment)
        {
            if (!FileRights.Limit() || !SystemCalls.LimitProgram())
            {
                return PictureVerdict.Unlimited;
            }

            _ = execute(words[0], first, variables);
            // What is left of the runtime could not even end in order.
            exit((int)PictureVerdict.Unlimited);
        }

        return PictureVerdict.Unlimited;
    }

    [LibraryImport("libc", EntryPoint = "memfd_create", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int InMemory(string name, uint flags);

    [LibraryImport("libc", EntryPoint = "dup2")]
    private static partial int Duplicate(int from, int to);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "lseek")]
    private static partial nint Seek(int file, nint offset, int from);
}
