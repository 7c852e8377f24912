namespace Tenure.Flash.Restores;

/// <summary>How fast a job goes, over the last seconds, and what is left of it.</summary>
/// <param name="time">The clock.</param>
public sealed class RestorePace(TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private readonly Queue<(long At, long Bytes)> seen = new();

    /// <summary>Bytes in a second; 0 while nothing is known.</summary>
    public double BytesPerSecond { get; private set; }

    /// <summary>Takes note of how far the job is.</summary>
    /// <param name="bytes">Of the whole job that are done.</param>
    /// <param name="of">Of the whole job.</param>
    /// <returns>The time left; <c>null</c> while nothing is known.</returns>
    public TimeSpan? Left(long bytes, long of)
    {
        var now = time.GetTimestamp();
        seen.Enqueue((now, bytes));
        while (seen.Count > 2 && time.GetElapsedTime(seen.Peek().At, now) > Window)
        {
            seen.Dequeue();
        }

        var (at, before) = seen.Peek();
        var seconds = time.GetElapsedTime(at, now).TotalSeconds;
        BytesPerSecond = seconds > 0 ? (bytes - before) / seconds : 0;
        return BytesPerSecond > 0 ? TimeSpan.FromSeconds((of - bytes) / BytesPerSecond) : null;
    }
}
