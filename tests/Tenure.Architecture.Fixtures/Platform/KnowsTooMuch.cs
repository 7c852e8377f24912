using Tenure.Architecture.Fixtures.Devices.Contracts;

namespace Tenure.Architecture.Fixtures.Platform;

/// <summary>A platform type that knows a capability, even if only its contract.</summary>
internal sealed class KnowsTooMuch
{
    public Func<object> Make { get; } = () => new DeviceCount();
}
