using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Tenure.Server.Leaving;

/// <summary>Settings <c>Leaving:…</c>.</summary>
internal sealed class LeavingOptions
{
    /// <summary>File of the journal of deletions; empty for <c>deletions</c> in the data folder. On another disk than the database it outlives that.</summary>
    [StringLength(4096)]
    public string Journal { get; set; } = "";
}

[OptionsValidator]
internal sealed partial class LeavingOptionsValidator : IValidateOptions<LeavingOptions>;
