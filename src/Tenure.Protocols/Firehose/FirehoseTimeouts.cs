namespace Tenure.Protocols.Firehose;

/// <summary>How long a host waits for what.</summary>
public sealed record FirehoseTimeouts
{
    /// <summary>For the next line of a programmer that starts.</summary>
    public TimeSpan Greeting { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>For the response to a command, and before raw bytes.</summary>
    public TimeSpan Response { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>For a transfer to be taken or to come.</summary>
    public TimeSpan Transfer { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>For the response after raw bytes.</summary>
    public TimeSpan Final { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>For an erase of a place.</summary>
    public TimeSpan Erase { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>For an erase of a whole unit, and for a digest.</summary>
    public TimeSpan WholeUnit { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>For a command to be taken. A target that has lines to get rid of first takes none; they are read meanwhile.</summary>
    public TimeSpan Command { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Of silence, after which all late lines are there.</summary>
    public TimeSpan LateLogs { get; init; } = TimeSpan.FromMilliseconds(100);
}
