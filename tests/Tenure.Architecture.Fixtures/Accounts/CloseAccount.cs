using Tenure.Architecture.Fixtures.Devices;
using Tenure.Architecture.Fixtures.Devices.Contracts;
using Tenure.Architecture.Fixtures.Platform;

namespace Tenure.Architecture.Fixtures.Accounts;

/// <summary>Uses another capability's contract and the platform, which is allowed, and its inside, which is not.</summary>
internal sealed class CloseAccount(DeviceCount count, Clock clock)
{
    public string Execute() => count.ToString() + clock + new HeldDevice();
}
