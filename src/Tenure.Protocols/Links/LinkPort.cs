namespace Tenure.Protocols.Links;

/// <summary>One side's end of a link: keeps what was read and not used yet, so that one protocol can follow another on the same pipes. Not for several threads.</summary>
/// <param name="link">Disposed with the port.</param>
/// <param name="time">For deadlines.</param>
/// <param name="waits">Hears of each wait before it begins.</param>
public sealed class LinkPort(IFlashLink link, TimeProvider time, IProgress<LinkWait>? waits = null) : IAsyncDisposable
{
    /// <summary>The longest transfer: the largest payload of Firehose, and some.</summary>
    internal const int BufferSize = (1 << 20) + (1 << 16);

    private readonly CancellationTokenSource closing = new();
    private byte[] buffer = GC.AllocateUninitializedArray<byte>(1 << 14);
    private int start;
    private int end;

    // A read that a deadline overtook goes on: what it brings belongs to the next wait.
    private Task<int>? reading;

    /// <summary>What the link keeps of borders.</summary>
    public LinkKind Kind => link.Kind;

    internal int PacketSize => link.PacketSize;

    internal TimeProvider Time => time;

    /// <summary>Read and not used yet.</summary>
    internal ReadOnlySpan<byte> Buffered => buffer.AsSpan(start, end - start);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync().ConfigureAwait(false);
        await link.DisposeAsync().ConfigureAwait(false);
        closing.Dispose();
    }

    internal void Consume(int bytes) => start += bytes;

    /// <summary>Names a wait and says when it is over.</summary>
    /// <param name="reason">What for.</param>
    /// <param name="within">How long; <c>null</c> on a device, which waits as long as it has power.</param>
    internal DateTimeOffset? Deadline(WaitReason reason, TimeSpan? within)
    {
        if (within is not { } span)
        {
            return null;
        }

        var until = time.GetUtcNow() + span;
        waits?.Report(new(reason, until));
        return until;
    }

    /// <summary>Waits until this many bytes are there.</summary>
    /// <returns>False when the time was over first; what came stays.</returns>
    /// <exception cref="ProtocolException"><see cref="ProtocolErrorCode.ConnectionClosed"/>.</exception>
    internal async ValueTask<bool> FillAsync(int bytes, DateTimeOffset? until, CancellationToken ct)
    {
        while (end - start < bytes)
        {
            if (!await MoreAsync(until, ct).ConfigureAwait(false))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Reads one transfer more, or what a stream has; empty transfers are passed over.</summary>
    /// <returns>False when the time was over first.</returns>
    internal ValueTask<bool> MoreAsync(DateTimeOffset? until, CancellationToken ct) => MoreAsync(null, until, ct);

    private async ValueTask<bool> MoreAsync(int? most, DateTimeOffset? until, CancellationToken ct)
    {
        while (true)
        {
            reading ??= ReadAsync(most);

            if (!reading.IsCompleted && !await InTimeAsync(reading, until, ct).ConfigureAwait(false))
            {
                return false;
            }

            var read = await EndReadAsync().ConfigureAwait(false);
            end += read;
            if (read > 0)
            {
                return true;
            }

            if (Kind == LinkKind.Stream)
            {
                throw Gone();
            }

            // Empty transfers without end must not hold the wait up.
            if (until is { } over && time.GetUtcNow() >= over)
            {
                return false;
            }
        }
    }

    /// <summary>Waits for bytes and hands them out where they lie: good until the next read. Of a stream no more is read, so that nothing has to be moved.</summary>
    /// <param name="bytes">How many, at most <see cref="BufferSize"/>.</param>
    /// <param name="deadline">Asked before each wait.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns><c>null</c> when nothing came for so long.</returns>
    internal async ValueTask<ReadOnlyMemory<byte>?> TakeAsync(int bytes, Func<DateTimeOffset?> deadline, CancellationToken ct)
    {
        while (end - start < bytes)
        {
            if (!await MoreAsync(bytes - (end - start), deadline(), ct).ConfigureAwait(false))
            {
                return null;
            }
        }

        start += bytes;
        return buffer.AsMemory(start - bytes, bytes);
    }

    /// <summary>Copies bytes out, as many as asked for.</summary>
    /// <returns>False when nothing came for so long.</returns>
    internal async ValueTask<bool> ReadExactlyAsync(Memory<byte> bytes, Func<DateTimeOffset?> deadline, CancellationToken ct)
    {
        while (!bytes.IsEmpty)
        {
            if (start == end && !await MoreAsync(deadline(), ct).ConfigureAwait(false))
            {
                return false;
            }

            var part = Math.Min(bytes.Length, end - start);
            Buffered[..part].CopyTo(bytes.Span);
            start += part;
            bytes = bytes[part..];
        }

        return true;
    }

    /// <summary>Writes one transfer.</summary>
    /// <returns>False when the other side did not take it in time.</returns>
    internal async ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> bytes, TimeSpan? within, CancellationToken ct)
    {
        using var overdue = within is { } span ? new CancellationTokenSource(span, time) : new();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, overdue.Token, closing.Token);
        try
        {
            var writing = link.WriteAsync(bytes, either.Token);
            if (!writing.IsCompleted)
            {
                // What is taken at once is no wait.
                Deadline(WaitReason.Taken, within);
            }

            await writing.ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (overdue.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            return false;
        }
        catch (IOException e)
        {
            throw Gone(e);
        }
    }

    /// <summary>Writes one transfer, and takes in meanwhile what the other side says: it may take nothing before it has got rid of that.</summary>
    /// <returns>False when the other side did not take it in time.</returns>
    internal async ValueTask<bool> WriteAndHearAsync(ReadOnlyMemory<byte> bytes, TimeSpan? within, CancellationToken ct)
    {
        var writing = WriteAsync(bytes, within, ct).AsTask();
        while (!writing.IsCompleted && end - start < BufferSize)
        {
            reading ??= ReadAsync(most: null);
            await Task.WhenAny(writing, reading).ConfigureAwait(false);
            if (writing.IsCompleted || !reading.IsCompletedSuccessfully)
            {
                break;
            }

            var read = await EndReadAsync().ConfigureAwait(false);
            end += read;
            if (read == 0 && Kind == LinkKind.Stream)
            {
                break;
            }
        }

        return await writing.ConfigureAwait(false);
    }

    internal static ProtocolException Gone(Exception? inner = null) => new(ProtocolErrorCode.ConnectionClosed, "The other side went away.", inner: inner);

    private async ValueTask<bool> InTimeAsync(Task task, DateTimeOffset? until, CancellationToken ct)
    {
        var left = until is null ? Timeout.InfiniteTimeSpan : until.Value - time.GetUtcNow();
        if (until is not null && left <= TimeSpan.Zero)
        {
            return false;
        }

        try
        {
            await task.WaitAsync(left, time, ct).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException) when (!task.IsCompleted)
        {
            return false;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            return true; // Told by the read itself.
        }
    }

    private async ValueTask<int> EndReadAsync()
    {
        try
        {
            return await reading!.ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            throw Gone(e);
        }
        finally
        {
            reading = null;
        }
    }

    private Task<int> ReadAsync(int? most)
    {
        Room(most ?? 1 << 12);
        return link.ReadAsync(Kind == LinkKind.Stream && most is { } bytes ? buffer.AsMemory(end, bytes) : buffer.AsMemory(end), closing.Token).AsTask();
    }

    // A whole transfer must fit behind what is there: the buffer grows to twice the longest one and not further.
    private void Room(int ofStream)
    {
        if (start == end)
        {
            start = end = 0;
        }

        var needed = Kind == LinkKind.Message ? BufferSize : ofStream;
        if (buffer.Length - end >= needed)
        {
            return;
        }

        Buffered.CopyTo(buffer);
        (start, end) = (0, end - start);
        if (buffer.Length - end < needed)
        {
            if (end > BufferSize)
            {
                throw new ProtocolException(ProtocolErrorCode.TooLarge, "More comes than anything here is long.");
            }

            Array.Resize(ref buffer, 2 * BufferSize);
        }
    }
}
