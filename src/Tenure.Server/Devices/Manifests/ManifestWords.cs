using System.Globalization;
using System.Resources;
using Tenure.Domain.Accounts;

namespace Tenure.Server.Devices.Manifests;

/// <summary>What the manifest commands say on a terminal, in the nearest of the five languages.</summary>
/// <param name="tag">BCP 47 tag of any language.</param>
internal sealed class ManifestWords(string? tag)
{
    private static readonly ResourceManager Texts = new("Tenure.Server.Devices.Manifests.Texts.ManifestWords", typeof(ManifestWords).Assembly);

    private readonly CultureInfo culture = CultureInfo.GetCultureInfo(Languages.Nearest(tag));

    public string Of(string name, params object[] values) => string.Format(
        CultureInfo.InvariantCulture, Texts.GetString(name, culture) ?? throw new MissingManifestResourceException($"The text {name} is missing."), values);
}
