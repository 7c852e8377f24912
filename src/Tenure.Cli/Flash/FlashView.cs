using System.Globalization;
using Tenure.Cli.Flash.Ui;
using Tenure.Flash.Restores;
using Tenure.Protocols.Links;

namespace Tenure.Cli.Flash;

/// <summary>Shows how far a restore is: a line that is written over on a terminal, a line for each phase elsewhere, a value a line as JSON. A wait is shown with its reason and the seconds until it gives up.</summary>
internal sealed class FlashView : IProgress<RestoreReport>, IProgress<LinkWait>, IDisposable
{
    // JSON for programs: not each of thousands of transfers.
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(500);

    private readonly Lock gate = new();
    private readonly CommandStreams streams;
    private readonly CommandOutput output;
    private readonly FlashText text;
    private readonly TimeProvider time;
    private readonly RestorePace pace;
    private readonly ITimer ticks;
    private readonly FlashJob? job;
    private RestoreReport? last;
    private (WaitWord For, DateTimeOffset Until)? wait;
    private long saidAt;
    private int width;

    public FlashView(CommandStreams streams, CommandOutput output, FlashText text, TimeProvider time, FlashJob? job = null)
    {
        (this.streams, this.output, this.text, this.time, this.job) = (streams, output, text, time, job);
        pace = new(time);
        ticks = time.CreateTimer(_ => Tick(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    public void Report(RestoreReport value)
    {
        lock (gate)
        {
            var isNew = last?.Phase != value.Phase || last.What != value.What;
            wait = null;
            last = value;
            var left = pace.Left(value.Bytes, value.Of);
            job?.Report(new(value, pace.BytesPerSecond, left));
            if (!isNew && time.GetElapsedTime(saidAt) < Step && value.Bytes < value.Of)
            {
                return;
            }

            saidAt = time.GetTimestamp();
            if (output.IsJson)
            {
                output.PrintLine(new { phase = FlashRun.Word(value.Phase), what = value.What, bytes = value.Bytes, of = value.Of, bytesPerSecond = (long)pace.BytesPerSecond, secondsLeft = left?.TotalSeconds is { } seconds ? (long?)seconds : null });
            }
            else if (streams.IsTerminal)
            {
                Draw(Words(value, left));
            }
            else if (isNew)
            {
                streams.Out.WriteLine(Words(value, null));
            }
        }
    }

    void IProgress<LinkWait>.Report(LinkWait value) => Wait(Word(value.For), value.Until);

    /// <summary>Something is waited for, until the next report or wait.</summary>
    public void Wait(WaitWord word, DateTimeOffset until)
    {
        lock (gate)
        {
            wait = (word, until);
            job?.Wait(word, until);
        }
    }

    public void End()
    {
        lock (gate)
        {
            wait = null;
            if (width > 0)
            {
                streams.Out.WriteLine();
                width = 0;
            }
        }
    }

    public void Dispose() => ticks.Dispose();

    public static string Megabytes(double bytes) => (bytes / 1e6).ToString("0.0", CultureInfo.InvariantCulture);

    private static WaitWord Word(WaitReason reason) => reason switch
    {
        WaitReason.Hello or WaitReason.SignOfLife or WaitReason.Greeting => WaitWord.FirstWord,
        WaitReason.Taken or WaitReason.LateLogs => WaitWord.Taken,
        WaitReason.Verdict => WaitWord.Checking,
        WaitReason.FinalResponse => WaitWord.Written,
        WaitReason.Return => WaitWord.Back,
        _ => WaitWord.Answer,
    };

    /// <summary>How far it is, in words.</summary>
    public static string Words(FlashText text, FlashProgress progress)
    {
        var (report, rate, left) = progress;
        var phase = text.Phases[report.Phase] + (report.What is null ? "" : $" {report.What}");
        return left is null ? phase : CommandOutput.Format(text.Progress, phase, Megabytes(report.Bytes), Megabytes(report.Of), Megabytes(rate), left.Value.ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture));
    }

    private string Words(RestoreReport report, TimeSpan? left) => Words(text, new(report, pace.BytesPerSecond, left));

    // What lasts longer than a moment is told with what is left of it.
    private void Tick()
    {
        lock (gate)
        {
            if (wait is not { } now)
            {
                return;
            }

            var seconds = (int)Math.Ceiling((now.Until - time.GetUtcNow()).TotalSeconds);
            if (output.IsJson)
            {
                output.PrintLine(new { wait = FlashRun.Word(now.For), seconds });
            }
            else if (streams.IsTerminal && seconds >= 0)
            {
                Draw(CommandOutput.Format(text.Wait, text.Waits[now.For], seconds));
            }
        }
    }

    private void Draw(string line)
    {
        streams.Out.Write("\r" + line.PadRight(width));
        streams.Out.Flush();
        width = line.Length;
    }
}
