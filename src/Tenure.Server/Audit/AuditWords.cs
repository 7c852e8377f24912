using System.Globalization;
using System.Resources;
using Tenure.Domain.Accounts;

namespace Tenure.Server.Audit;

/// <summary>What a verification says to a person, in the nearest of the five languages.</summary>
/// <param name="tag">BCP 47 tag of any language.</param>
internal sealed class AuditWords(string? tag)
{
    private static readonly ResourceManager Texts = new("Tenure.Server.Audit.Texts.AuditReport", typeof(AuditWords).Assembly);

    private readonly CultureInfo culture = CultureInfo.GetCultureInfo(Languages.Nearest(tag));

    public string Usage(string syntax) => Text("Usage", syntax);

    public string NoDatabase(string reason) => Text("NoDatabase", reason);

    /// <summary>The report, line by line: what is broken, then four counts.</summary>
    public IEnumerable<string> Of(AuditReport report)
    {
        foreach (var found in report.Broken)
        {
            yield return Text("Broken", found.Device, found.Sequence?.ToString(CultureInfo.InvariantCulture) ?? "-", found.Reason);
            yield return "        " + Text(found.Reason);
        }

        (string Label, long Count)[] counts = [(Text("DeviceCount"), report.Devices), (Text("EntryCount"), report.Entries), (Text("ActCount"), report.Acts), (Text("BrokenCount"), report.Broken.Count)];
        var width = counts.Max(c => c.Label.Length);
        foreach (var (label, count) in counts)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{label.PadRight(width)}  {count}");
        }
    }

    private string Text(string name, params object[] values) => string.Format(
        CultureInfo.InvariantCulture, Texts.GetString(name, culture) ?? throw new MissingManifestResourceException($"The text {name} is missing."), values);
}
