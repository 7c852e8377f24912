namespace Tenure.Server.Platform.Messages;

/// <summary>How the messages stand. It holds no address, no number and no text.</summary>
/// <param name="At">When it was so (UTC).</param>
/// <param name="Mail">The mails.</param>
/// <param name="Sms">The SMS.</param>
/// <param name="Countries">Countries that codes were sent to in the last 24 hours, or that are closed.</param>
internal sealed record MessagesReport(DateTimeOffset At, ChannelReport Mail, ChannelReport Sms, IReadOnlyList<CountryReport> Countries)
{
    /// <summary>How long ago it is that is counted.</summary>
    public static readonly TimeSpan Counted = TimeSpan.FromHours(24);

    /// <summary>What waits longer than this needs somebody to look.</summary>
    public static readonly TimeSpan LongWait = TimeSpan.FromMinutes(15);

    /// <summary>Whether nothing waits long and no country is closed.</summary>
    public bool IsWell => !Mail.WaitsLong && !Sms.WaitsLong && Countries.All(country => country.ClosedUntil is null);
}

/// <summary>How the messages of one channel stand.</summary>
/// <param name="Waiting">Promised and not handed over.</param>
/// <param name="OldestSeconds">How long the oldest of them has waited; <c>null</c> when none waits.</param>
/// <param name="Failed">How many of them failed at least once.</param>
/// <param name="Errors">Why they failed last, the most frequent first, five at most.</param>
/// <param name="Sent">Handed over in the last 24 hours.</param>
/// <param name="GivenUp">Given up in the last 24 hours because they came too late to be of use.</param>
internal sealed record ChannelReport(int Waiting, long? OldestSeconds, int Failed, IReadOnlyList<ErrorReport> Errors, int Sent, int GivenUp)
{
    /// <summary>Whether one waits longer than it should.</summary>
    internal bool WaitsLong => OldestSeconds > MessagesReport.LongWait.TotalSeconds;
}

/// <summary>Messages that failed alike.</summary>
/// <param name="Reason">The peer's status.</param>
/// <param name="Count">How many.</param>
internal sealed record ErrorReport(string Reason, int Count);

/// <summary>Codes by SMS to one country in the last 24 hours.</summary>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
/// <param name="Sent">How many.</param>
/// <param name="Verified">How many came back.</param>
/// <param name="ClosedUntil">When SMS go there again; <c>null</c> when they go now.</param>
internal sealed record CountryReport(string Country, int Sent, int Verified, DateTimeOffset? ClosedUntil);
