using System.Globalization;
using System.Resources;
using Tenure.Domain.Accounts;
using Tenure.Server.Platform.Texts;

namespace Tenure.Server.Platform.Messages;

/// <summary>How the messages stand, said to a person in the nearest of the five languages.</summary>
/// <param name="tag">BCP 47 tag of any language.</param>
internal sealed class MessagesWords(string? tag)
{
    private static readonly ResourceManager Texts = new("Tenure.Server.Platform.Messages.Texts.MessagesReport", typeof(MessagesWords).Assembly);

    private readonly CultureInfo culture = CultureInfo.GetCultureInfo(Languages.Nearest(tag));

    public string Usage(string syntax) => Text("Usage", syntax);

    public string NoDatabase(string reason) => Text("NoDatabase", reason);

    /// <summary>The report, line by line.</summary>
    public IEnumerable<string> Of(MessagesReport report) =>
    [
        .. Of(Text("Mail"), report.Mail),
        .. Of(Text("Sms"), report.Sms),
        .. report.Countries.Select(Of),
        Text(report.IsWell ? "Well" : "Look", Spoken(MessagesReport.LongWait)),
    ];

    private IEnumerable<string> Of(string channel, ChannelReport report)
    {
        yield return channel;
        (string Label, string Value)[] rows =
        [
            (Text("Waiting"), Number(report.Waiting)),
            (Text("Oldest"), report.OldestSeconds is { } seconds ? TimeSpan.FromSeconds(seconds).ToString(@"d\.hh\:mm\:ss", CultureInfo.InvariantCulture) : "-"),
            (Text("Failed"), Number(report.Failed)),
            (Text("Sent", Spoken(MessagesReport.Counted)), Number(report.Sent)),
            (Text("GivenUp", Spoken(MessagesReport.Counted)), Number(report.GivenUp)),
        ];
        var width = rows.Max(row => row.Label.Length);
        foreach (var (label, value) in rows)
        {
            yield return $"  {label.PadRight(width)}  {value}";
        }

        foreach (var error in report.Errors)
        {
            yield return "    " + Text("Error", error.Count, error.Reason);
        }
    }

    private string Of(CountryReport country) => "  " + (country.ClosedUntil is { } until
        ? Text("CountryClosed", country.Country, country.Sent, country.Verified, until.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture))
        : Text("Country", country.Country, country.Sent, country.Verified));

    private string Spoken(TimeSpan time) => SpokenTime.In(culture.Name, time);

    private static string Number(int count) => count.ToString(CultureInfo.InvariantCulture);

    private string Text(string name, params object[] values) => string.Format(
        CultureInfo.InvariantCulture, Texts.GetString(name, culture) ?? throw new MissingManifestResourceException($"The text {name} is missing."), values);
}
