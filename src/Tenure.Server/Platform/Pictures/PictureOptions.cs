using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Tenure.Server.Platform.Pictures;

/// <summary>How people's pictures are read; section <c>Pictures</c>.</summary>
internal sealed class PictureOptions
{
    /// <summary>Processes that read pictures at once, 1 to 64. Default 1.</summary>
    [Range(1, 64)]
    public int AtOnce { get; set; } = 1;

    /// <summary>Pictures that wait for one of them before the server says that it is busy, 0 to 1000; each is up to 10 MB in memory, twice that while a page sends it. Default 8.</summary>
    [Range(0, 1000)]
    public int Queue { get; set; } = 8;

    /// <summary>Address space of one process in MiB, 1024 to 4096. Default 1024.</summary>
    [Range(1024, 4096)]
    public int AddressSpaceMiB { get; set; } = 1024;

    /// <summary>Processor time of one process in seconds, 2 to 60. Default 10.</summary>
    [Range(2, 60)]
    public int ProcessorSeconds { get; set; } = 10;

    /// <summary>How long one process may live, 2 seconds to 2 minutes. Default 30 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:02", "00:02:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);
}

[OptionsValidator]
internal sealed partial class PictureOptionsValidator : IValidateOptions<PictureOptions>;
