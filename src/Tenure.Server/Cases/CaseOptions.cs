using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Tenure.Domain.Cases;

namespace Tenure.Server.Cases;

/// <summary>Settings <c>Cases:…</c>.</summary>
internal sealed class CaseOptions
{
    /// <summary>Decoys of a hundred cases, 0 to 50; 0 for none. Default 5. Where few cases come, a larger share is needed to see anything.</summary>
    [Range(0, DecoyRules.MostPercent)]
    public int DecoyPercent { get; set; } = 5;
}

[OptionsValidator]
internal sealed partial class CaseOptionsValidator : IValidateOptions<CaseOptions>;
