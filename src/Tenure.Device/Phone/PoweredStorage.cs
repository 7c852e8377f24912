using Tenure.Device.Block;

namespace Tenure.Device.Phone;

/// <summary>A storage whose power can fail: <see cref="PowerSupply"/>.</summary>
public sealed class PoweredStorage(IPhoneStorage inner, PowerSupply power, CutDamage damage) : IPhoneStorage
{
    /// <inheritdoc />
    public IPartition Open(string name) => new PoweredPartition(inner.Open(name), power, damage, PhoneLayout.EraseUnit);

    /// <inheritdoc />
    public IMonotonicCounter? Counter => inner.Counter;

    /// <inheritdoc />
    public bool HadKey => inner.HadKey;

    /// <inheritdoc />
    public void RememberKey() => inner.RememberKey();

    /// <inheritdoc />
    public void EraseData() => inner.EraseData();
}
