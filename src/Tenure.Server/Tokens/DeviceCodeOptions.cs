using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Tenure.Server.Tokens;

/// <summary>How many device codes (RFC 8628) are given out; section <c>DeviceCodes</c>.</summary>
internal sealed class DeviceCodeOptions
{
    /// <summary>Codes that one network gets in an hour, 10 to 100000. Default 300; more where many people or build machines share an address.</summary>
    [Range(10, 100_000)]
    public int PerNetwork { get; set; } = 300;
}

[OptionsValidator]
internal sealed partial class DeviceCodeOptionsValidator : IValidateOptions<DeviceCodeOptions>;
