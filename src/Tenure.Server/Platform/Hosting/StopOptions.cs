using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Tenure.Server.Platform.Hosting;

/// <summary>How the server stops; section <c>Server</c>.</summary>
internal sealed class StopOptions
{
    /// <summary>How long a stop waits for requests under way and the message in hand, 1 s to 5 minutes. Default 20 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan StopWithin { get; set; } = TimeSpan.FromSeconds(20);
}

[OptionsValidator]
internal sealed partial class StopOptionsValidator : IValidateOptions<StopOptions>;
