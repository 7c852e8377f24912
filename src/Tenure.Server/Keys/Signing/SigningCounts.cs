using Tenure.Protocols.Tickets;

namespace Tenure.Server.Keys.Signing;

/// <summary>What was signed in the last hour, by purpose and action, so that nobody keeps releases back by asking for something else. Not for several threads.</summary>
internal sealed class SigningCounts(SigningLimits limits)
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    private readonly Dictionary<(SignerPurpose Purpose, string Action), Queue<DateTimeOffset>> signed = [];

    /// <summary>How long the next one has to wait; <c>null</c> when it may be signed now.</summary>
    public TimeSpan? WaitOf(SignerPurpose purpose, string action, DateTimeOffset now)
    {
        var times = Of(purpose, action);
        while (times.TryPeek(out var oldest) && now - oldest >= Window)
        {
            times.Dequeue();
        }

        // A clock that was set back makes the oldest one look as if it were yet to come: then the whole hour is waited for.
        return times.Count < limits.Of(purpose) ? null : TimeSpan.FromTicks(Math.Min((times.Peek() + Window - now).Ticks, Window.Ticks));
    }

    /// <summary>Counts one.</summary>
    public void Add(SignerPurpose purpose, string action, DateTimeOffset at) => Of(purpose, action).Enqueue(at);

    private Queue<DateTimeOffset> Of(SignerPurpose purpose, string action) => signed.TryGetValue((purpose, action), out var times) ? times : signed[(purpose, action)] = new();
}
