namespace Tenure.Domain.Messages;

/// <summary>Every "no" about sending an SMS.</summary>
public static class SmsRefusals
{
    /// <summary>No gateway is set, or the number's country is not one that the operator lets be written to.</summary>
    public static readonly Refusal Unavailable = new("sms_unavailable", "No SMS can be sent to this number.", RefusalKind.Invalid, "phone");

    /// <summary>The number, or the caller's network, had as many as it gets in a day.</summary>
    public static Refusal Limited(TimeSpan retryAfter) =>
        new("sms_limit", "Too many SMS were asked for.", RefusalKind.TooMany, RetryAfter: retryAfter);

    /// <summary>The day's SMS of the country or of the server are used up, or too few codes of the country came back.</summary>
    public static Refusal Paused(TimeSpan retryAfter) =>
        new("sms_paused", "No SMS is sent there for now.", RefusalKind.Busy, RetryAfter: retryAfter);
}
