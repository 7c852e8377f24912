using Tenure.Domain.Accounts;

namespace Tenure.Domain.Flashing;

/// <summary>A computer of a workshop, known by a key of its own. It belongs to the workshop: who bound it may be gone.</summary>
public sealed class WorkshopComputer
{
    /// <summary>How long its binding waits, whatever proved it: all members are told meanwhile.</summary>
    public static readonly TimeSpan Wait = TimeSpan.FromHours(24);

    private WorkshopComputer()
    {
    }

    /// <summary>Whose.</summary>
    public Guid WorkshopId { get; private set; }

    /// <summary>Of its key.</summary>
    public ComputerId Id { get; private set; }

    /// <summary>What the workshop calls it; holders see it.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Which member asked for it.</summary>
    public AccountId AppliedBy { get; private set; }

    /// <summary>When it was asked for (UTC).</summary>
    public DateTimeOffset AppliedAt { get; private set; }

    /// <summary>From when it counts (UTC).</summary>
    public DateTimeOffset BoundAt { get; private set; }

    /// <summary>A member asks for a computer to be bound.</summary>
    public static WorkshopComputer Apply(Guid workshop, ComputerId id, string name, AccountId by, DateTimeOffset now) => new()
    {
        WorkshopId = workshop,
        Id = id,
        Name = ShortText.Cut(name, BoundComputer.MaxNameLength),
        AppliedBy = by,
        AppliedAt = now,
        BoundAt = now + Wait,
    };

    /// <summary>Whether it counts.</summary>
    public bool IsBound(DateTimeOffset now) => now >= BoundAt;

    /// <summary>Refuses with <c>workshop_computer_waiting</c> before its time; the refusal says how long.</summary>
    public Refusal? RefuseWaiting(DateTimeOffset now) => IsBound(now) ? null : WorkshopRefusals.ComputerWaiting with { RetryAfter = BoundAt - now };
}
