using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Options;
using Tenure.Server.Data;
using Tenure.Server.Keys.Contracts;
using Tenure.Server.Platform.Clock;
using Tenure.Server.Platform.Hosting;

namespace Tenure.Server.Keys.Signing;

/// <summary>The signer that a server starts for itself, on the keys of its data folder: started again when it dies, ended with the server.</summary>
/// <remarks>
/// It keeps the private keys out of this process, and not from this process's user: for that the signer runs by itself, as a user of its own (<c>Keys:Signer</c>). Where development moves the server's
/// clock, the signer of this server is told how far, on its standard input.
/// </remarks>
internal sealed class SignerChild : ISignerLine, IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Steady = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    /// <summary>A small heap, and no files of the runtime's own.</summary>
    private static readonly Dictionary<string, string> Runtime = new(StringComparer.Ordinal)
    {
        ["DOTNET_gcServer"] = "0",
        ["DOTNET_gcConcurrent"] = "0",
        ["DOTNET_EnableDiagnostics"] = "0",
        ["DOTNET_TieredPGO"] = "0",
        ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1",
    };

    private readonly DataFolder folder;
    private readonly KeyOptions options;
    private readonly bool development;
    private readonly KeyLog log;
    private readonly MovableClock? movable;
    private readonly Lock gate = new();
    private readonly CancellationTokenSource ending = new();
    private readonly Lazy<Running> running;
    private StreamWriter? ear;

    public SignerChild(DataFolder folder, IOptions<KeyOptions> options, IHostEnvironment environment, TimeProvider clock, KeyLog log)
    {
        (this.folder, this.options, development, movable, this.log) = (folder, options.Value, environment.IsDevelopment(), clock as MovableClock, log);
        running = new(Start);
        if (movable is not null)
        {
            movable.Moved += Tell;
        }
    }

    public void Begin() => _ = running.Value;

    public Task<byte[]> ExchangeAsync(ReadOnlyMemory<byte> request, CancellationToken ct) => running.Value.Line.ExchangeAsync(request, ct);

    public async ValueTask DisposeAsync()
    {
        if (movable is not null)
        {
            movable.Moved -= Tell;
        }

        await ending.CancelAsync();
        if (running.IsValueCreated)
        {
            await running.Value.Watch;
            await running.Value.Line.DisposeAsync();
            running.Value.Place.Delete(recursive: true);
        }

        ending.Dispose();
    }

    private Running Start()
    {
        // Nobody but this user can enter it, and its path is short: a socket's may have 107 bytes.
        var place = Directory.CreateTempSubdirectory("tenure-signer");
        var socket = Path.Combine(place.FullName, "socket");
        return new(place, new SignerSocket(socket), Task.Run(() => WatchAsync(socket)));
    }

    private async Task WatchAsync(string socket)
    {
        var pause = FirstPause;
        while (!ending.IsCancellationRequested)
        {
            var began = Stopwatch.StartNew();
            await RunAsync(socket);
            if (ending.IsCancellationRequested)
            {
                return;
            }

            pause = began.Elapsed > Steady ? FirstPause : TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks));
            await Task.Delay(pause, ending.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    // One life of the process.
    private async Task RunAsync(string socket)
    {
        using var process = new Process { StartInfo = StartInfo(socket) };
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            log.SignerNotStarted(e.Message);
            return;
        }

        lock (gate)
        {
            ear = process.StandardInput;
        }

        Tell(movable?.Ahead ?? TimeSpan.Zero);
        var complaints = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(ending.Token);
        }
        catch (OperationCanceledException)
        {
            await EndAsync(process);
            return;
        }

        log.SignerDied(process.ExitCode, (await complaints).Trim());
    }

    // A line for each move: how far ahead of the system's clock, in seconds. One that is gone hears it when it is started again.
    private void Tell(TimeSpan ahead)
    {
        lock (gate)
        {
            if (ahead == TimeSpan.Zero || ear is null)
            {
                return;
            }

            try
            {
                ear.WriteLine(((long)ahead.TotalSeconds).ToString(CultureInfo.InvariantCulture));
                ear.Flush();
            }
            catch (Exception gone) when (gone is IOException or ObjectDisposedException)
            {
                ear = null;
            }
        }
    }

    // The end of its input tells it to go.
    private static async Task EndAsync(Process process)
    {
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(Grace);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
        }
    }

    private ProcessStartInfo StartInfo(string socket)
    {
        var start = new ProcessStartInfo(OwnProgram.File) { RedirectStandardInput = true, RedirectStandardError = true };
        string[] arguments =
        [
            "signer", "--keys", folder.Keys, "--socket", socket,
            "--hold-per-hour", options.HoldPerHour.ToString(CultureInfo.InvariantCulture), "--release-per-hour", options.ReleasePerHour.ToString(CultureInfo.InvariantCulture),
            "--flash-per-hour", options.FlashPerHour.ToString(CultureInfo.InvariantCulture),
            SignerProgram.WithServer, .. development ? new[] { SignerProgram.Development } : [],
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        OwnProgram.Bare(start, Runtime);
        return start;
    }

    private sealed record Running(DirectoryInfo Place, SignerSocket Line, Task Watch);
}
