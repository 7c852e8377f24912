using System.Globalization;
using System.Resources;
using Tenure.Domain.Accounts;

namespace Tenure.Server.Flashing.Workshops;

/// <summary>What the commands about workshops say on a terminal, in the nearest of the five languages.</summary>
/// <param name="tag">BCP 47 tag of any language.</param>
internal sealed class WorkshopWords(string? tag)
{
    private static readonly ResourceManager Texts = new("Tenure.Server.Flashing.Workshops.Texts.WorkshopWords", typeof(WorkshopWords).Assembly);

    private readonly CultureInfo culture = CultureInfo.GetCultureInfo(Languages.Nearest(tag));

    public string Of(string name, params object[] values) => string.Format(
        CultureInfo.InvariantCulture, Texts.GetString(name, culture) ?? throw new MissingManifestResourceException($"The text {name} is missing."), values);
}
