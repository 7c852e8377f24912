namespace Tenure.Cli.Phone;

/// <summary>A phone's clock that shows a wrong time of day. It runs on evenly all the same.</summary>
internal sealed class WrongClock(TimeSpan offset) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + offset;
}
