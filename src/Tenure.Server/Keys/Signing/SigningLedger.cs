using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;
using Tenure.Protocols;
using Tenure.Protocols.Signing;

namespace Tenure.Server.Keys.Signing;

/// <summary>
/// The signer's own book: every ticket is a line in a file that only grows, on the medium before the ticket is given away. Lines that come together share one write. Safe for several threads;
/// one process has it open.
/// </summary>
internal sealed class SigningLedger : IAsyncDisposable
{
    private const string FileName = "ledger";
    private const string LockName = "ledger.lock";
    private const byte LineFeed = (byte)'\n';
    private const int FirstLook = 1024 * 1024;

    // A signer that was killed with its server holds the lock for a moment longer.
    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(5);

    private readonly FileStream held;
    private readonly FileStream file;
    private readonly Lock gate = new();
    private readonly Channel<(byte[] Line, TaskCompletionSource Written)> queue = Channel.CreateUnbounded<(byte[], TaskCompletionSource)>(new() { SingleReader = true });
    private readonly TaskCompletionSource<Exception> failure = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task writing;
    private byte[] hash;

    private SigningLedger(FileStream held, FileStream file, LedgerVerification read)
    {
        this.held = held;
        this.file = file;
        hash = read.Hash;
        Count = read.Count;
        writing = Task.Run(WriteAsync);
    }

    /// <summary>Lines in it, those included that are being written.</summary>
    public long Count { get; private set; }

    /// <summary>Completed when a write failed: nothing can be added after that, and only opening it again tells what is there.</summary>
    public Task<Exception> Failure => failure.Task;

    /// <summary>Opens the ledger of a folder, or begins one. A line that a power cut tore off was never answered, and goes.</summary>
    /// <param name="folder">Where it is.</param>
    /// <param name="since">Lines after this time are given back.</param>
    /// <param name="recent">Takes those, oldest first.</param>
    /// <param name="ct">Ends the wait for a process before this one.</param>
    /// <exception cref="KeyFileException">Another process has it, or its end was changed.</exception>
    public static async Task<SigningLedger> OpenAsync(string folder, DateTimeOffset since, Action<LedgerLine> recent, CancellationToken ct)
    {
        var held = await LockAsync(Path.Combine(folder, LockName), ct);
        FileStream? file = null;
        try
        {
            file = new FileStream(Path.Combine(folder, FileName), Options(FileMode.OpenOrCreate, FileShare.ReadWrite));
            return new SigningLedger(held, file, Read(file, since, recent));
        }
        catch
        {
            file?.Dispose();
            held.Dispose();
            throw;
        }
    }

    /// <summary>Checks the ledger of a folder from its first line on, beside a signer that writes or without one.</summary>
    /// <param name="folder">Where it is.</param>
    /// <param name="seen">Takes the lines.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="ProtocolException">It is broken after what was seen.</exception>
    public static async Task<bool> VerifyAsync(string folder, LedgerVerification seen, CancellationToken ct)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            return false;
        }

        await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var lines = new LedgerLines(stream);
        // The last line may be on its way: without its line feed it is not there yet.
        while (await lines.NextAsync(ct) is { } line)
        {
            seen.Add(line.Span);
        }

        return true;
    }

    /// <summary>Adds a line; it is on the medium when the task is complete.</summary>
    /// <param name="line">The line; its sequence is given here.</param>
    /// <exception cref="IOException">It was not written, and nothing will be any more.</exception>
    public Task AppendAsync(LedgerLine line)
    {
        lock (gate)
        {
            if (failure.Task.IsCompleted)
            {
                return Task.FromException(new IOException("The ledger cannot be written."));
            }

            var (text, next) = LedgerFormat.Write(line with { Sequence = Count }, hash);
            var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            (hash, Count) = (next, Count + 1);
            queue.Writer.TryWrite((Encoding.ASCII.GetBytes(text + "\n"), written));
            return written.Task;
        }
    }

    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        await writing;
        await file.DisposeAsync();
        await held.DisposeAsync();
    }

    private async Task WriteAsync()
    {
        var waiting = new List<TaskCompletionSource>();
        using var together = new MemoryStream();
        while (await queue.Reader.WaitToReadAsync())
        {
            while (queue.Reader.TryRead(out var next))
            {
                together.Write(next.Line);
                waiting.Add(next.Written);
            }

            Write(together, waiting);
            together.SetLength(0);
            waiting.Clear();
        }
    }

    private void Write(MemoryStream together, List<TaskCompletionSource> waiting)
    {
        try
        {
            if (failure.Task.IsCompleted)
            {
                throw new IOException("The ledger cannot be written.");
            }

            together.WriteTo(file);
            file.Flush(flushToDisk: true);
            waiting.ForEach(written => written.TrySetResult());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What reached the medium is unknown, and a second try could tell a lie about it.
            failure.TrySetResult(e);
            waiting.ForEach(written => written.TrySetException(new IOException("The ledger cannot be written.", e)));
        }
    }

    private static FileStreamOptions Options(FileMode mode, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = share, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    private static async Task<FileStream> LockAsync(string path, CancellationToken ct)
    {
        for (var waited = TimeSpan.Zero; ; waited += TimeSpan.FromMilliseconds(50))
        {
            try
            {
                return new FileStream(path, Options(FileMode.OpenOrCreate, FileShare.None));
            }
            catch (IOException) when (File.Exists(path) && waited < LockPatience)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), ct);
            }
            catch (IOException e) when (File.Exists(path))
            {
                throw new KeyFileException("Another signer uses this keys folder. Servers share one by Keys:Signer (docs/operate/keys.md).", e);
            }
        }
    }

    private static LedgerVerification Read(FileStream file, DateTimeOffset since, Action<LedgerLine> recent)
    {
        CutTornLine(file);
        if (file.Length == 0)
        {
            return Begin(file);
        }

        for (long look = FirstLook; ; look *= 4)
        {
            var from = Math.Max(0, file.Length - look);
            if (ReadFrom(file, from, since, recent) is { } read)
            {
                return read;
            }
        }
    }

    private static LedgerVerification Begin(FileStream file)
    {
        var head = Encoding.ASCII.GetBytes(LedgerFormat.Head(RandomNumberGenerator.GetBytes(16)));
        file.Write([.. head, LineFeed]);
        file.Flush(flushToDisk: true);
        var read = new LedgerVerification();
        read.Add(head);
        return read;
    }

    // The end of the file, from the first whole line on. Null when that line is not old enough, and something before it could still matter.
    private static LedgerVerification? ReadFrom(FileStream file, long from, DateTimeOffset since, Action<LedgerLine> recent)
    {
        var bytes = new byte[file.Length - from];
        file.Position = from;
        file.ReadExactly(bytes);
        file.Position = file.Length;
        var lines = new List<ReadOnlyMemory<byte>>();
        for (var start = from == 0 ? 0 : bytes.AsSpan().IndexOf(LineFeed) + 1; start < bytes.Length;)
        {
            var length = bytes.AsSpan(start).IndexOf(LineFeed);
            lines.Add(bytes.AsMemory(start, length));
            start += length + 1;
        }

        try
        {
            if (from > 0 && (lines.Count == 0 || LedgerFormat.Read(lines[0].Span).Line.At > since))
            {
                return null;
            }

            var read = from == 0 ? new LedgerVerification() : LedgerVerification.After(lines[0].Span);
            foreach (var line in from == 0 ? lines : lines.Skip(1))
            {
                read.Add(line.Span);
                if (read.Last is { } last && last.At > since)
                {
                    recent(last);
                }
            }

            return read;
        }
        catch (ProtocolException e)
        {
            throw new KeyFileException($"The end of the signer's ledger was changed: {e.Message} Keep a copy and find out why (docs/operate/keys.md).", e);
        }
    }

    private static void CutTornLine(FileStream file)
    {
        var end = file.Length;
        var one = new byte[1];
        for (; end > 0; end--)
        {
            file.Position = end - 1;
            file.ReadExactly(one);
            if (one[0] == LineFeed)
            {
                break;
            }
        }

        if (end != file.Length)
        {
            file.SetLength(end);
            file.Flush(flushToDisk: true);
        }

        file.Position = end;
    }
}
