namespace Tenure.Protocols.Log;

/// <summary>Times in the log: whole hours, cut before they are hashed, so that an entry whose details are erased says no more than that.</summary>
public static class LogTime
{
    /// <summary>Seconds of the unit.</summary>
    public const int Unit = 3600;

    /// <summary>The hour in which a moment lies.</summary>
    public static DateTimeOffset Cut(DateTimeOffset moment) =>
        DateTimeOffset.FromUnixTimeSeconds(moment.ToUnixTimeSeconds() is var seconds && seconds >= 0 ? seconds - (seconds % Unit) : seconds);
}
