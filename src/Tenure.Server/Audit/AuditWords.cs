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

    public string NoRoots => Text("NoRootsToProve");

    public string NoFile(string file, string reason) => Text("NoFile", file, reason);

    /// <summary>A proof was written.</summary>
    public string Proven(ProofMade made) => Text("Proven", made.Entries, made.File, made.Size, made.Fingerprint);

    /// <summary>Why none was.</summary>
    public string NotProven(string problem) => Text(problem);

    /// <summary>The report, line by line: what is broken, what was not looked at, then the counts.</summary>
    public IEnumerable<string> Of(AuditReport report)
    {
        foreach (var found in report.Broken)
        {
            yield return Text("Broken", found.Device, found.Sequence?.ToString(CultureInfo.InvariantCulture) ?? "-", found.Reason);
            yield return "        " + Text(found.Reason);
        }

        if (report.Checkpoints > 0 && !report.Signatures)
        {
            yield return Text("NoRoots");
        }

        (string Label, long Count)[] counts =
        [
            (Text("DeviceCount"), report.Devices), (Text("EntryCount"), report.Entries), (Text("WaitingCount"), report.Waiting), (Text("CheckpointCount"), report.Checkpoints),
            (Text("ActCount"), report.Acts), (Text("BrokenCount"), report.Broken.Count),
        ];
        var width = counts.Max(c => c.Label.Length);
        foreach (var (label, count) in counts)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{label.PadRight(width)}  {count}");
        }
    }

    private string Text(string name, params object[] values) => string.Format(
        CultureInfo.InvariantCulture, Texts.GetString(name, culture) ?? throw new MissingManifestResourceException($"The text {name} is missing."), values);
}
