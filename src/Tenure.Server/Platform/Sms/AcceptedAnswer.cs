using System.Globalization;

namespace Tenure.Server.Platform.Sms;

/// <summary>Which answers of a gateway mean that it has the message: <c>202</c>, <c>200-299</c>, or <c>200 "status":"queued"</c>.</summary>
/// <param name="Least">Lowest status.</param>
/// <param name="Most">Highest status.</param>
/// <param name="Text">What the answer must hold; empty when the status says enough.</param>
internal sealed record AcceptedAnswer(int Least, int Most, string Text)
{
    /// <summary>The setting, or what holds without it; <c>null</c> when it cannot be read. Only statuses of success can mean that a message was taken.</summary>
    public static AcceptedAnswer? Of(SmsOptions options)
    {
        if (options.Accepted.Length == 0)
        {
            return GatewayTemplate.IsKannel(options) ? new(202, 202, "") : new(200, 299, "");
        }

        var setting = options.Accepted;
        var (statuses, text) = Halves(setting.Trim(), ' ');
        var (first, last) = Halves(statuses, '-');
        return Status(first) is { } least && Status(last.Length == 0 ? first : last) is { } most && least <= most ? new(least, most, text.Trim()) : null;
    }

    private static (string Before, string After) Halves(string text, char at) =>
        text.IndexOf(at, StringComparison.Ordinal) is >= 0 and var i ? (text[..i], text[(i + 1)..]) : (text, "");

    private static int? Status(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var status) && status is >= 200 and <= 299 ? status : null;
}
