using System.Globalization;
using System.Resources;
using Tenure.Domain.Accounts;

namespace Tenure.Server.Keys.Commands;

/// <summary>What the <c>keys</c> commands say on a terminal, in the nearest of the five languages.</summary>
/// <param name="tag">BCP 47 tag of any language.</param>
internal sealed class KeyWords(string? tag)
{
    private static readonly ResourceManager Texts = new("Tenure.Server.Keys.Texts.KeyWords", typeof(KeyWords).Assembly);

    private readonly CultureInfo culture = CultureInfo.GetCultureInfo(Languages.Nearest(tag));

    public string this[string name, params object[] values] => string.Format(
        CultureInfo.InvariantCulture, Texts.GetString(name, culture) ?? throw new MissingManifestResourceException($"The text {name} is missing."), values);
}
