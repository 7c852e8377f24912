using Tenure.Protocols.Tickets;

namespace Tenure.Server.Keys.Signing;

/// <summary>What was signed in the last hour, by purpose. Not for several threads.</summary>
internal sealed class SigningCounts(SigningLimits limits)
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    private readonly Dictionary<SignerPurpose, Queue<DateTimeOffset>> signed = [];

    /// <summary>How long the next one has to wait; <c>null</c> when it may be signed now.</summary>
    public TimeSpan? WaitOf(SignerPurpose purpose, DateTimeOffset now)
    {
        var times = Of(purpose);
        while (times.TryPeek(out var oldest) && now - oldest >= Window)
        {
            times.Dequeue();
        }

        // A clock that was set back makes the oldest one look as if it were yet to come: then the whole hour is waited for.
        return times.Count < limits.Of(purpose) ? null : TimeSpan.FromTicks(Math.Min((times.Peek() + Window - now).Ticks, Window.Ticks));
    }

    /// <summary>Counts one.</summary>
    public void Add(SignerPurpose purpose, DateTimeOffset at) => Of(purpose).Enqueue(at);

    private Queue<DateTimeOffset> Of(SignerPurpose purpose) => signed.TryGetValue(purpose, out var times) ? times : signed[purpose] = new();
}
