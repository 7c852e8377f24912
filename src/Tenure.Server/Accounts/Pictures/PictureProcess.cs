using System.Buffers.Binary;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Options;
using Tenure.Domain.Accounts;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Hosting;

namespace Tenure.Server.Accounts.Pictures;

/// <summary>
/// Has a picture decoded and encoded again by a process of its own (<see cref="PictureProgram"/>), which is limited before it starts: address space, processor time, open files,
/// no file written, nothing of our environment, an end by the clock. What it says is bounded and looked at like anything from outside.
/// </summary>
internal sealed class PictureProcess(IOptions<PictureOptions> options, PictureLog log)
{
    // In KiB, seconds and files, as ulimit of POSIX and dash counts them. The shell replaces itself: the process we end is the one that reads.
    private const string Limits = "ulimit -c 0 && ulimit -f 0 && ulimit -n 256 && ulimit -t \"$1\" && ulimit -v \"$2\" && exec \"$0\" " + PictureProgram.Verb + " 2>/dev/null";

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
    public async Task<Answer<byte[][]>> CutAsync(ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        if (!OperatingSystem.IsLinux() || !File.Exists(Program))
        {
            log.ProcessNotStarted("no program");
            return PictureRefusals.Unavailable;
        }

        using var process = new Process { StartInfo = StartInfo() };
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct);
        try
        {
            process.Start();
            // By the machine's own clock, whatever a test or a developer does with the server's.
            end.CancelAfter(options.Value.Timeout);
            return await TalkAsync(process, content, end.Token);
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

    private async Task<Answer<byte[][]>> TalkAsync(Process process, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        // Both at once: a process that answers before it has read all would otherwise wait for us, and we for it.
        var sending = SendAsync(process.StandardInput.BaseStream, content, ct);
        var pictures = await ReadAsync(process.StandardOutput.BaseStream, ct);
        await sending;
        await process.WaitForExitAsync(ct);
        switch ((PictureVerdict)process.ExitCode)
        {
            case PictureVerdict.Done when pictures is not null:
                return pictures;
            case PictureVerdict.Unreadable:
                return PictureRefusals.Unreadable;
            case PictureVerdict.TooManyPixels:
                return PictureRefusals.TooManyPixels;
            case PictureVerdict.Unlimited:
                log.ProcessNotStarted("no filter of system calls");
                return PictureRefusals.Unavailable;
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

    /// <summary>As many pictures as there are sizes, each a JPEG of a length that we keep; <c>null</c> for anything else.</summary>
    private static async Task<byte[][]?> ReadAsync(Stream output, CancellationToken ct)
    {
        var pictures = new List<byte[]>();
        var head = new byte[4];
        for (var i = 0; i < PictureRules.Sizes.Count; i++)
        {
            if (await output.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, ct) < head.Length
                || BinaryPrimitives.ReadInt32BigEndian(head) is var length && length is <= 0 or > PictureRules.LargestKept)
            {
                return null;
            }

            var picture = new byte[length];
            if (await output.ReadAtLeastAsync(picture, length, throwOnEndOfStream: false, ct) < length || !picture.AsSpan().StartsWith<byte>([0xFF, 0xD8, 0xFF]))
            {
                return null;
            }

            pictures.Add(picture);
        }

        return [.. pictures];
    }

    private ProcessStartInfo StartInfo()
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
