namespace Tenure.Architecture.Fixtures.Platform;

/// <summary>A platform type that knows no capability.</summary>
internal sealed class Clock;
