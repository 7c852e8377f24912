using System.Buffers.Binary;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Options;
using Tenure.Domain.Accounts;
using Tenure.Domain.Documents;
using Tenure.Server.Platform.Hosting;

namespace Tenure.Server.Platform.Pictures;

/// <summary>
/// Has a picture decoded and encoded again by a process of its own (<see cref="PictureProgram"/>), which is limited before it starts: address space, processor time, open files,
/// no file written, nothing of our environment, an end by the clock. What it says is bounded and looked at like anything from outside.
/// </summary>
internal sealed class PictureProcess(IOptions<PictureOptions> options, PictureProcessLog log)
{
    // In KiB, seconds and files, as ulimit of POSIX and dash counts them. The shell replaces itself: the process we end is the one that reads.
    private const string Limits = "ulimit -c 0 && ulimit -f \"$3\" && ulimit -n 256 && ulimit -t \"$1\" && ulimit -v \"$2\" && shift 3 && exec \"$0\" " + PictureProgram.Verb + " \"$@\" 2>/dev/null";

    // How shells, and the runtime, name an end by a signal: this and its number.
    private const int Signalled = 128;

    /// <summary>What the runtime is told: a small heap, one thread for it, no files of its own, no languages.</summary>
    private static readonly Dictionary<string, string> Runtime = new(StringComparer.Ordinal)
    {
        ["DOTNET_gcServer"] = "0",
        ["DOTNET_gcConcurrent"] = "0",
        ["DOTNET_GCHeapHardLimit"] = "0x2000000",
        ["DOTNET_EnableDiagnostics"] = "0",
        ["DOTNET_EnableWriteXorExecute"] = "0",
        ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1",
        ["DOTNET_TieredPGO"] = "0",
    };

    /// <summary>The program to start; the server's own.</summary>
    internal string Program { get; init; } = OwnProgram.File;

    /// <summary>Three pictures for one; or <c>picture_unreadable</c>, <c>picture_too_many_pixels</c>, <c>picture_too_costly</c>, <c>picture_unavailable</c>.</summary>
    public Task<Answer<byte[][]>> CutAsync(ReadOnlyMemory<byte> content, CancellationToken ct) => RunAsync([], content, ReadSquaresAsync, ct);

    /// <summary>The whole picture once more, as JPEG, at most so large as pages are; or a refusal as of <see cref="CutAsync"/>.</summary>
    public Task<Answer<DrawnPage>> RedrawAsync(ReadOnlyMemory<byte> content, CancellationToken ct) => RunAsync([PictureProgram.Page], content, ReadPageAsync, ct);

    /// <summary>One page of a PDF, or a HEIC picture, as a JPEG that a stranger's file made: it is read by <see cref="RedrawAsync"/> next. <c>picture_unreadable</c> when there is no such page.</summary>
    /// <param name="tool">The words after the program's verb (<see cref="ToolProgram"/>).</param>
    /// <param name="content">The file.</param>
    /// <param name="ct">Ends the call.</param>
    public Task<Answer<byte[]>> ConvertAsync(IReadOnlyList<string> tool, ReadOnlyMemory<byte> content, CancellationToken ct) => RunAsync(tool, content, ReadJpegAsync, ct);

    private async Task<Answer<T>> RunAsync<T>(IReadOnlyList<string> words, ReadOnlyMemory<byte> content, Func<Stream, CancellationToken, Task<T?>> read, CancellationToken ct)
        where T : class
    {
        if (!OperatingSystem.IsLinux() || !File.Exists(Program))
        {
            log.ProcessNotStarted("no program");
            return PictureRefusals.Unavailable;
        }

        using var process = new Process { StartInfo = StartInfo(words) };
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct);
        try
        {
            process.Start();
            // By the machine's own clock, whatever a test or a developer does with the server's.
            end.CancelAfter(options.Value.Timeout);
            return await TalkAsync(process, content, read, words is [ToolProgram.Pdf or ToolProgram.Heic, ..], end.Token);
        }
        catch (Win32Exception failure)
        {
            log.ProcessNotStarted(failure.Message);
            return PictureRefusals.Unavailable;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            log.ProcessTookTooLong();
            return PictureRefusals.TooCostly;
        }
        finally
        {
            Kill(process);
        }
    }

    private async Task<Answer<T>> TalkAsync<T>(Process process, ReadOnlyMemory<byte> content, Func<Stream, CancellationToken, Task<T?>> read, bool isTool, CancellationToken ct)
        where T : class
    {
        // Both at once: a process that answers before it has read all would otherwise wait for us, and we for it.
        var sending = SendAsync(process.StandardInput.BaseStream, content, ct);
        var said = await read(process.StandardOutput.BaseStream, ct);
        await sending;
        await process.WaitForExitAsync(ct);
        switch ((PictureVerdict)process.ExitCode)
        {
            case PictureVerdict.Done when said is not null:
                return said;
            case PictureVerdict.Unreadable:
                return PictureRefusals.Unreadable;
            case PictureVerdict.TooManyPixels:
                return PictureRefusals.TooManyPixels;
            case PictureVerdict.Unlimited:
                log.ProcessNotStarted("no filter of system calls");
                return PictureRefusals.Unavailable;
            // A program of the system has ends of its own; one that a signal ended did not say that it cannot read this.
            case var end when isTool && (int)end < Signalled:
                return PictureRefusals.Unreadable;
            default:
                log.ProcessDied(process.ExitCode);
                return PictureRefusals.TooCostly;
        }
    }

    private static async Task SendAsync(Stream input, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        try
        {
            await using (input)
            {
                await input.WriteAsync(content, ct);
            }
        }
        catch (IOException)
        {
            // It ended without reading all; its exit code says why.
        }
    }

    /// <summary>As many pictures as there are sizes; <c>null</c> for anything else.</summary>
    private static async Task<byte[][]?> ReadSquaresAsync(Stream output, CancellationToken ct)
    {
        var pictures = new List<byte[]>();
        while (pictures.Count < PictureRules.Sizes.Count)
        {
            if (await ReadPictureAsync(output, PictureRules.LargestKept, ct) is not { } picture)
            {
                return null;
            }

            pictures.Add(picture);
        }

        return [.. pictures];
    }

    private static async Task<DrawnPage?> ReadPageAsync(Stream output, CancellationToken ct)
    {
        if (await ReadPictureAsync(output, DocumentRules.LargestPage, ct) is not { } picture)
        {
            return null;
        }

        var places = new byte[PictureLook.Columns * PictureLook.Rows];
        return await output.ReadAtLeastAsync(places, places.Length, throwOnEndOfStream: false, ct) < places.Length ? null : new DrawnPage(picture, PictureLook.Of(places));
    }

    /// <summary>A JPEG after its length in four bytes; <c>null</c> for anything else.</summary>
    private static async Task<byte[]?> ReadPictureAsync(Stream output, int largest, CancellationToken ct)
    {
        var head = new byte[4];
        if (await output.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, ct) < head.Length || BinaryPrimitives.ReadInt32BigEndian(head) is var length && (length <= 0 || length > largest))
        {
            return null;
        }

        var picture = new byte[length];
        return await output.ReadAtLeastAsync(picture, length, throwOnEndOfStream: false, ct) == length && IsJpeg(picture) ? picture : null;
    }

    /// <summary>A JPEG and nothing else, not larger than what people may send; <c>null</c> for anything else. What does not end is ended by the clock.</summary>
    private static async Task<byte[]?> ReadJpegAsync(Stream output, CancellationToken ct)
    {
        using var picture = new MemoryStream();
        var part = new byte[64 * 1024];
        for (int read; (read = await output.ReadAsync(part, ct)) > 0;)
        {
            if (picture.Length + read > PictureRules.LargestUpload)
            {
                return null;
            }

            picture.Write(part, 0, read);
        }

        var bytes = picture.ToArray();
        return IsJpeg(bytes) ? bytes : null;
    }

    private static bool IsJpeg(byte[] picture) => picture.AsSpan().StartsWith<byte>([0xFF, 0xD8, 0xFF]);

    private ProcessStartInfo StartInfo(IReadOnlyList<string> words)
    {
        var start = new ProcessStartInfo("/bin/sh")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
            WorkingDirectory = "/",
        };
        string[] arguments =
        [
            "-c", Limits, Program,
            options.Value.ProcessorSeconds.ToString(CultureInfo.InvariantCulture),
            (options.Value.AddressSpaceMiB * 1024).ToString(CultureInfo.InvariantCulture),
            // In blocks of 512 bytes. What is kept in memory counts as a file; the tools may write no other (FileRights).
            words is [ToolProgram.Pdf or ToolProgram.Heic, ..] ? (PictureRules.LargestUpload / 512).ToString(CultureInfo.InvariantCulture) : "0",
            .. words,
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        OwnProgram.Bare(start, Runtime);
        return start;
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill();
        }
        catch (InvalidOperationException)
        {
            // Never started, or over.
        }
    }
}
