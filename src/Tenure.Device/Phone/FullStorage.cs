using Tenure.Device.Block;

namespace Tenure.Device.Phone;

/// <summary>A storage whose user data is full: nothing new fits, erasing works.</summary>
public sealed class FullStorage(IPhoneStorage inner) : IPhoneStorage
{
    /// <inheritdoc />
    public IPartition Open(string name) => name == PhoneLayout.UserData ? new FullPartition(inner.Open(name)) : inner.Open(name);

    /// <inheritdoc />
    public IMonotonicCounter? Counter => inner.Counter;

    /// <inheritdoc />
    public bool HadKey => inner.HadKey;

    /// <inheritdoc />
    public void RememberKey() => inner.RememberKey();

    /// <inheritdoc />
    public void EraseData() => inner.EraseData();

    private sealed class FullPartition(IPartition inner) : IPartition
    {
        public long Length => inner.Length;

        public void Read(long offset, Span<byte> into) => inner.Read(offset, into);

        public void Write(long offset, ReadOnlySpan<byte> bytes)
        {
            if (bytes.ContainsAnyExcept((byte)0))
            {
                throw new StorageFullException();
            }

            inner.Write(offset, bytes);
        }

        public void Sync() => inner.Sync();
    }
}
