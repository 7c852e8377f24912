using System.Globalization;
using System.Runtime.InteropServices;
using Tenure.Server.Platform.Clock;

namespace Tenure.Server.Keys.Signing;

/// <summary><c>signer --keys DIR --socket PATH</c>: the process that has the private keys of the signers, and nothing else.</summary>
internal sealed class SignerProgram
{
    public const string Syntax = "signer --keys DIR --socket PATH [--group] [--hold-per-hour N] [--release-per-hour N] [--flash-per-hour N]";

    // Only from a server that starts one for itself: such a signer ends with its server, and its folder has development's roots.
    public const string WithServer = "--with-server";
    public const string Development = "--development";

    // A hundred years, in seconds.
    private const long LongestMove = 100L * 366 * 86400;

    private readonly string keys;
    private readonly string socket;
    private readonly bool forGroup;
    private readonly bool withServer;
    private readonly bool development;
    private readonly SigningLimits limits;

    private SignerProgram(string keys, string socket, HashSet<string> flags, SigningLimits limits) =>
        (this.keys, this.socket, forGroup, withServer, development, this.limits) = (keys, socket, flags.Contains("--group"), flags.Contains(WithServer), flags.Contains(Development), limits);

    /// <summary>Runs until it is told to end. Exit code 0 then, 1 when the ledger can no longer be written, 2 when it will not start like that.</summary>
    /// <param name="args">What follows <c>signer</c>.</param>
    public static async Task<int> RunAsync(string[] args)
    {
        if (Parse(args) is not { } program)
        {
            await Console.Error.WriteLineAsync("Usage: " + Syntax);
            return 2;
        }

        try
        {
            return await program.ServeAsync();
        }
        catch (Exception e) when (e is KeyFileException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 2;
        }
    }

    private async Task<int> ServeAsync()
    {
        using var ending = new CancellationTokenSource();
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, EndOn);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, EndOn);
        using var logging = LoggerFactory.Create(log => log.AddSimpleConsole(o => (o.SingleLine, o.TimestampFormat) = (true, "yyyy-MM-dd'T'HH:mm:ss'Z' ")));
        RefuseRoots();
        var clock = development ? new MovableClock() : TimeProvider.System;
        var log = new SignerLog(logging.CreateLogger<SignerLog>());
        await using var desk = await SigningDesk.OpenAsync(keys, limits, clock, log, ending.Token);
        using var listening = await SignerListener.BindAsync(socket, forGroup, ending.Token);
        log.Listening(desk.Entries);
        var serving = new SignerListener(desk, log).RunAsync(listening, ending.Token);
        await Task.WhenAny(serving, desk.Failure, withServer ? Task.Run(() => HearServer(clock as MovableClock), CancellationToken.None) : Task.Delay(Timeout.Infinite, ending.Token));
        await ending.CancelAsync();
        await serving;
        File.Delete(socket);
        return desk.Failure.IsCompleted ? 1 : 0;

        // A server that stops still needs its signer for what is under way: Ctrl+C and a supervisor's signal reach both.
        void EndOn(PosixSignalContext signal)
        {
            signal.Cancel = true;
            if (!withServer)
            {
                ending.Cancel();
            }
        }
    }

    private void RefuseRoots()
    {
        var files = new KeyFolder(keys);
        if (!development && KeyNames.Roots.FirstOrDefault(files.HasPrivate) is { } found)
        {
            throw new KeyFileException($"{KeyNames.Private(found)} is a root's private key. It does not belong beside signers: keep it offline (docs/operate/keys.md).");
        }
    }

    // However the server ends, the other end of our standard input ends with it. Until then a development server says there how far its clock was moved; nobody else moves a signer's.
    private static void HearServer(MovableClock? clock)
    {
        using var input = new StreamReader(Console.OpenStandardInput());
        while (input.ReadLine() is { } line)
        {
            if (long.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < LongestMove)
            {
                clock?.MoveTo(TimeSpan.FromSeconds(seconds));
            }
        }
    }

    private static SignerProgram? Parse(string[] args)
    {
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        var flags = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < args.Length; i++)
        {
            var known = args[i] switch
            {
                "--group" or WithServer or Development => flags.Add(args[i]),
                "--keys" or "--socket" or "--hold-per-hour" or "--release-per-hour" or "--flash-per-hour" => i + 1 < args.Length && options.TryAdd(args[i], args[++i]),
                _ => false,
            };
            if (!known)
            {
                return null;
            }
        }

        var defaults = new KeyOptions();
        return options.TryGetValue("--keys", out var keys) && options.TryGetValue("--socket", out var socket)
            && Number("--hold-per-hour", defaults.HoldPerHour) is { } hold && Number("--release-per-hour", defaults.ReleasePerHour) is { } release
            && Number("--flash-per-hour", defaults.FlashPerHour) is { } flash
            ? new SignerProgram(keys, socket, flags, new SigningLimits(hold, release, flash))
            : null;

        int? Number(string name, int otherwise) => !options.TryGetValue(name, out var text) ? otherwise
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 100_000 ? number
            : null;
    }
}
