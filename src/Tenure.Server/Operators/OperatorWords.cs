using System.Globalization;
using System.Resources;
using Tenure.Domain.Accounts;

namespace Tenure.Server.Operators;

/// <summary>What the operator commands say on a terminal, in the nearest of the five languages.</summary>
/// <param name="tag">BCP 47 tag of any language.</param>
internal sealed class OperatorWords(string? tag)
{
    private static readonly ResourceManager Texts = new("Tenure.Server.Operators.Texts.OperatorWords", typeof(OperatorWords).Assembly);

    /// <summary>The language spoken.</summary>
    public CultureInfo Culture { get; } = CultureInfo.GetCultureInfo(Languages.Nearest(tag));

    public string Of(string name, params object[] values) => string.Format(
        CultureInfo.InvariantCulture, Texts.GetString(name, Culture) ?? throw new MissingManifestResourceException($"The text {name} is missing."), values);
}
