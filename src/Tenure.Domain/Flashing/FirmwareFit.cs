namespace Tenure.Domain.Flashing;

/// <summary>Whether a package fits a device, as far as the server knows the device. The device itself has the final word.</summary>
public static class FirmwareFit
{
    /// <summary>Refuses another model, another region, or a package that is older than what the device still starts: in this order.</summary>
    /// <param name="package">The package's side.</param>
    /// <param name="device">The device's side; what is not known refuses nothing.</param>
    public static Refusal? Check(FirmwareFacts package, FirmwareFacts device)
    {
        ArgumentNullException.ThrowIfNull(package);
        ArgumentNullException.ThrowIfNull(device);
        if (device.Product != package.Product)
        {
            return FlashRefusals.Product;
        }

        if (device.Regions is [var region, ..] && !package.Regions.Contains(region, StringComparer.Ordinal))
        {
            return FlashRefusals.Region;
        }

        foreach (var (location, fused) in device.RollbackIndexes.OrderBy(pair => pair.Key))
        {
            var brings = package.RollbackIndexes.GetValueOrDefault(location);
            if (brings < fused)
            {
                return FlashRefusals.Rollback(location, fused, brings);
            }
        }

        return null;
    }
}
