using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Tenure.Server.Devices;

/// <summary>How much devices, and those who say that they are one, may ask for; section <c>Devices</c>.</summary>
internal sealed class DeviceOptions
{
    /// <summary>Devices that one network makes known in an hour, 10 to 1000000. Default 1000; more where devices are made.</summary>
    [Range(10, 1_000_000)]
    public int NewPerNetwork { get; set; } = 1000;

    /// <summary>Evidence that proves nothing, of one network in an hour, 10 to 1000000. Default 1000.</summary>
    [Range(10, 1_000_000)]
    public int RefusedPerNetwork { get; set; } = 1000;

    /// <summary>Devices that nobody holds and that ask how they stand, of one network in an hour, 10 to 1000000. Default 50: a free device with a bad block is rare, and what it gets is signed by the signer that frees.</summary>
    [Range(10, 1_000_000)]
    public int FreeSyncsPerNetwork { get; set; } = 50;

    /// <summary>Tickets to use a device without an account, of one network in an hour, 10 to 1000000. Default 50: made-up devices cost nothing, and the signer gives out so many an hour.</summary>
    [Range(10, 1_000_000)]
    public int OpensPerNetwork { get; set; } = 50;

    /// <summary>Tickets of one kind that a device gets in an hour without its holder, 5 to 1000. Default 20.</summary>
    [Range(5, 1000)]
    public int TicketsPerDevice { get; set; } = 20;

    /// <summary>How often in a day a device is told how far its count was, 1 to 100. Default 6: a device that was restored asks once.</summary>
    [Range(1, 100)]
    public int RecountsPerDevice { get; set; } = 6;

    /// <summary>Models that may be used without an account, as their maker or else they themselves say them, separated by commas; <c>*</c> for any. Default none.</summary>
    public string OpenModels { get; set; } = "";

    internal IReadOnlySet<string> OpenModelList => OpenModels.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToHashSet(StringComparer.Ordinal);
}

[OptionsValidator]
internal sealed partial class DeviceOptionsValidator : IValidateOptions<DeviceOptions>;
