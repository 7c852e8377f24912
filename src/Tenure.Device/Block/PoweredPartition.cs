namespace Tenure.Device.Block;

/// <summary>A partition behind a <see cref="PowerSupply"/>: what is written when the power fails is damaged as <paramref name="damage"/> says.</summary>
public sealed class PoweredPartition(IPartition inner, PowerSupply power, CutDamage damage, int eraseUnit) : IPartition
{
    /// <inheritdoc />
    public long Length => inner.Length;

    /// <inheritdoc />
    public void Read(long offset, Span<byte> into)
    {
        power.Demand();
        inner.Read(offset, into);
    }

    /// <inheritdoc />
    public void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        power.Begin();
        var drawn = power.Draw(bytes.Length);
        if (drawn == bytes.Length)
        {
            inner.Write(offset, bytes);
            return;
        }

        Damage(offset, bytes[..drawn]);
        throw new PowerCutException();
    }

    /// <inheritdoc />
    public void Sync()
    {
        power.Begin();
        inner.Sync();
    }

    private void Damage(long offset, ReadOnlySpan<byte> arrived)
    {
        switch (damage)
        {
            case CutDamage.Prefix:
                inner.Write(offset, arrived);
                break;
            case CutDamage.EraseUnit:
                var garbage = new byte[eraseUnit];
                garbage.AsSpan().Fill(0xff);
                inner.Write(offset - (offset % eraseUnit), garbage);
                break;
            case CutDamage.Nothing:
                break;
        }

        inner.Sync();
    }
}
