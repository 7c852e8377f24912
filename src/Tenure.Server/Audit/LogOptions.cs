using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Tenure.Server.Audit;

/// <summary>How much may be asked of the log; section <c>Log</c>.</summary>
internal sealed class LogOptions
{
    /// <summary>Consistency proofs that one network gets in an hour without a token, 10 to 1000000. Default 3000.</summary>
    [Range(10, 1_000_000)]
    public int ReadsPerNetwork { get; set; } = 3000;
}

[OptionsValidator]
internal sealed partial class LogOptionsValidator : IValidateOptions<LogOptions>;
