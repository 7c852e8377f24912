using System.Text;
using Tenure.Flash.Links;

namespace Tenure.Cli.Flash.Ui;

/// <summary>One device of the page: its restore, how far it is and what was said.</summary>
/// <param name="id">Counted from 1.</param>
/// <param name="device">Where it is.</param>
/// <param name="time">The clock.</param>
internal sealed class FlashJob(int id, FlashAddress device, TimeProvider time) : TextWriter, IProgress<FlashProgress>
{
    // A device that talks for ever would fill the memory.
    private const int MaxLog = 100_000;

    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly StringBuilder log = new();
    private readonly long started = time.GetTimestamp();
    private readonly CancellationTokenSource stopping = new();
    private FlashProgress? progress;
    private (WaitWord For, DateTimeOffset Since, DateTimeOffset Until)? wait;
    private TimeSpan? took;
    private int? exitCode;

    public override Encoding Encoding => Encoding.UTF8;

    public int Id => id;

    public FlashAddress Device => device;

    public PageProofs Proofs { get; } = new();

    public bool IsOver
    {
        get
        {
            lock (gate)
            {
                return exitCode is not null;
            }
        }
    }

    public CancellationToken Stopping => stopping.Token;

    public void Stop() => stopping.Cancel();

    public void Report(FlashProgress value)
    {
        lock (gate)
        {
            (progress, wait) = (value, null);
        }
    }

    public void Wait(WaitWord word, DateTimeOffset until)
    {
        lock (gate)
        {
            wait = (word, time.GetUtcNow(), until);
        }
    }

    public void End(int code)
    {
        lock (gate)
        {
            exitCode = code;
            took = time.GetElapsedTime(started);
        }
    }

    public override void Write(char value)
    {
        lock (gate)
        {
            if (log.Length < MaxLog)
            {
                log.Append(value);
            }
        }
    }

    /// <summary>As the page shows it.</summary>
    public FlashJobState State(FlashText text)
    {
        lock (gate)
        {
            var elapsed = took ?? time.GetElapsedTime(started);
            var said = log.ToString();
            var lastLine = said.TrimEnd().Split('\n')[^1];
            var percent = exitCode == ExitCodes.Done ? 100 : progress?.Report is { Of: > 0 } report ? (int)(report.Bytes * 100 / report.Of) : 0;
            return new(
                id, device.ToString(), percent, elapsed.ToString(@"h\:mm\:ss", System.Globalization.CultureInfo.InvariantCulture),
                Proofs.Question is not null ? text.UiAsked : exitCode is null && progress is not null ? FlashView.Words(text, progress) : lastLine, Waiting(text),
                exitCode switch { null => text.UiRunning, ExitCodes.Done => text.UiSuccess, _ => text.UiError },
                exitCode is null, exitCode == ExitCodes.Done, said, Proofs.Question);
        }
    }

    // What lasts longer than a moment is told with what is left of it.
    private string Waiting(FlashText text)
    {
        var now = time.GetUtcNow();
        return exitCode is null && wait is { } at && now - at.Since >= Moment ? CommandOutput.Format(text.Wait, text.Waits[at.For], Math.Max(0, (int)Math.Ceiling((at.Until - now).TotalSeconds))) : "";
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            stopping.Dispose();
        }

        base.Dispose(disposing);
    }
}
