namespace Tenure.Cli.Tour;

/// <summary>A step did not show what it had to show; the message says what was seen instead.</summary>
internal sealed class TourFailedException(string seen) : Exception(seen);
