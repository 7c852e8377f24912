using Tenure.Domain.Devices;

namespace Tenure.Server.Devices.Transfers;

/// <summary>A transfer that was carried out, as one side of it sees it.</summary>
/// <param name="DeviceId">The device.</param>
/// <param name="Model">What it calls itself.</param>
/// <param name="Epoch">The epoch that ended with it.</param>
/// <param name="IsGiver">Whether the reader gave it; else they took it.</param>
/// <param name="DoneAt">When (UTC).</param>
internal sealed record DoneTransfer(DeviceId DeviceId, string Model, uint Epoch, bool IsGiver, DateTimeOffset DoneAt)
{
    /// <summary>Where its receipt is.</summary>
    public string Path => PathOf(DeviceId, Epoch);

    /// <summary>Where the receipt of a transfer is.</summary>
    /// <param name="device">The device.</param>
    /// <param name="epoch">The epoch that ended with it.</param>
    public static string PathOf(DeviceId device, uint epoch) => FormattableString.Invariant($"/devices/{device.Value}/receipt/{epoch}");
}
