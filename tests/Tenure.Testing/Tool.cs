using System.Diagnostics;
using Xunit;

namespace Tenure.Testing;

/// <summary>A program of this machine that tests run or compare with.</summary>
/// <param name="Name">The peer's name in the table of <c>./check</c>.</param>
/// <param name="Path">Where the program is.</param>
/// <param name="Version">The first number with a dot in what it says about itself.</param>
public sealed record Tool(string Name, string Path, string Version)
{
    // Programs for administrators are not on everyone's PATH.
    private static readonly string[] Folders =
    [
        .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries),
        "/usr/sbin",
        "/sbin",
    ];

    /// <summary>The real fastboot; marks the running test as one that uses it.</summary>
    public static Tool Fastboot() => Use(Peer.Fastboot, "--version", "fastboot");

    /// <summary>sgdisk of the gdisk package; marks the running test as one that uses it.</summary>
    public static Tool Sgdisk() => Use(Peer.Sgdisk, "--version", "sgdisk");

    /// <summary>One of the programs of android-sdk-libsparse-utils, which do not say their version; marks the running test as one that uses it.</summary>
    public static Tool Libsparse(string program) => OfPackage(Peer.Libsparse, program, "android-sdk-libsparse-utils");

    /// <summary>Makes boot images; marks the running test as one that uses it.</summary>
    public static Tool Mkbootimg() => OfPackage(Peer.Mkbootimg, "mkbootimg", "mkbootimg");

    /// <summary>Takes boot images apart; marks the running test as one that uses it.</summary>
    public static Tool UnpackBootimg() => OfPackage(Peer.Mkbootimg, "unpack_bootimg", "mkbootimg");

    /// <summary>OpenSSL's command; marks the running test as one that uses it.</summary>
    public static Tool OpenSsl() => Use(Peer.OpenSsl, "version", "openssl");

    /// <summary>zbarimg, which reads QR codes from pictures; marks the running test as one that uses it.</summary>
    public static Tool Zbar() => Use(Peer.Zbar, "--version", "zbarimg");

    /// <summary>pdftoppm, which draws pages of PDF; marks the running test as one that uses it.</summary>
    public static Tool Poppler() => OfPackage(Peer.Poppler, "pdftoppm", "poppler-utils");

    /// <summary>systemd-analyze, which reads units; marks the running test as one that uses it.</summary>
    public static Tool SystemdAnalyze() => OfPackage(Peer.Systemd, "systemd-analyze", "systemd");

    /// <summary>One of the programs of libheif-examples; marks the running test as one that uses it.</summary>
    public static Tool Heif(string program) => OfPackage(Peer.Heif, program, "libheif-examples");

    /// <summary>Node.js with npm, which runs tus-js-client; marks the running test as one that uses that.</summary>
    public static Tool Node() => Find("npm") is null ? Use(Peer.TusClient, "--version", "npm") : Use(Peer.TusClient, "--version", "node");

    /// <summary>sqlmap, which looks for ways into the database; marks the running test as one that uses it.</summary>
    public static Tool Sqlmap() => Use(Peer.Sqlmap, "--version", "sqlmap");

    /// <summary>ffuf, which tries addresses; marks the running test as one that uses it.</summary>
    public static Tool Ffuf() => Use(Peer.Ffuf, "-V", "ffuf");

    /// <summary>The first of <paramref name="programs"/> that is here, or <c>null</c>.</summary>
    public static string? Find(params IEnumerable<string> programs) =>
        programs.SelectMany(program => Folders.Select(folder => System.IO.Path.Combine(folder, program))).FirstOrDefault(File.Exists);

    /// <summary>Runs the tool and waits for its end; both streams of what it says are kept together.</summary>
    public Task<ToolResult> RunAsync(IEnumerable<string> arguments, CancellationToken ct) => RunAsync(Path, arguments, ct);

    /// <summary>Runs a program and waits for its end. It is killed when <paramref name="ct"/> ends.</summary>
    public static async Task<ToolResult> RunAsync(string program, IEnumerable<string> arguments, CancellationToken ct)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        })!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(ct);
        var error = process.StandardError.ReadToEndAsync(ct);
        try
        {
            await process.WaitForExitAsync(ct);
            return new(process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    // For programs that do not say their version.
    private static Tool OfPackage(string peer, string program, string package)
    {
        var path = Find(program);
        if (path is null)
        {
            Assert.Skip($"{program} is not on this machine; ./check installs it where it can.");
        }

        var tool = new Tool(peer, path, Find("dpkg-query") is { } query ? VersionOf(query, ["-W", "-f", "${Version}", package]) : "unknown");
        Peers.Used(tool.Name, tool.Version);
        return tool;
    }

    private static Tool Use(string peer, string versionArgument, params string[] programs)
    {
        var path = Find(programs);
        if (path is null)
        {
            Assert.Skip($"{peer} is not on this machine; ./check installs it where it can.");
        }

        var tool = new Tool(peer, path, VersionOf(path, [versionArgument]));
        Peers.Used(peer, tool.Version);
        return tool;
    }

    private static string VersionOf(string path, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return said.Split([' ', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries)
            .FirstOrDefault(word => char.IsAsciiDigit(word[0]) && word.Contains('.', StringComparison.Ordinal)) ?? "unknown";
    }
}
