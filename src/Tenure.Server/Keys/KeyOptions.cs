using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Tenure.Server.Keys;

/// <summary>Who signs tickets, and how many; section <c>Keys</c>.</summary>
internal sealed class KeyOptions
{
    public const int UsualFlashPerHour = 300;

    /// <summary>The socket of a signer that runs by itself; without it the server starts one on the keys of its data folder.</summary>
    public string? Signer { get; set; }

    /// <summary>Tickets of each kind that locks, in an hour: for the signer that the server starts. 1 to 100000, default 10000.</summary>
    [Range(1, 100_000)]
    public int HoldPerHour { get; set; } = 10_000;

    /// <summary>Tickets of each kind that frees, erases or finds, in an hour: for the signer that the server starts. 1 to 100000, default 300.</summary>
    [Range(1, 100_000)]
    public int ReleasePerHour { get; set; } = 300;

    /// <summary>Tickets of each kind that opens a device to other software, in an hour: for the signer that the server starts. 1 to 100000, default 300.</summary>
    [Range(1, 100_000)]
    public int FlashPerHour { get; set; } = UsualFlashPerHour;
}

[OptionsValidator]
internal sealed partial class KeyOptionsValidator : IValidateOptions<KeyOptions>;
