using System.Security.Cryptography;
using Tenure.Device.Block;
using Tenure.Protocols.Tickets;

namespace Tenure.Device.Phone;

/// <summary>The phone's key and secret, made on it at its first boot and kept in the key partition.</summary>
/// <remarks>
/// Never in user data and never in the block: a wipe must not make a new device out of an old one. A real phone has this in its secure element or
/// write-protects the partition before it starts any system.
/// </remarks>
public sealed class DeviceIdentity : IDisposable
{
    private const int SecretLength = 32;

    private DeviceIdentity(byte[] secret, ECDsa key)
    {
        Secret = secret;
        Key = key;
        PublicKey = PublicKeyP256.From(key);
    }

    /// <summary>The P-256 key that signs evidence.</summary>
    internal ECDsa Key { get; }

    /// <summary>32 bytes that authenticate block, counters and user data on this phone.</summary>
    internal byte[] Secret { get; }

    /// <summary>The key's public half.</summary>
    public PublicKeyP256 PublicKey { get; }

    /// <summary>The device id (RFC 7638).</summary>
    public KeyThumbprint Id => PublicKey.Thumbprint;

    /// <inheritdoc />
    public void Dispose() => Key.Dispose();

    internal static DeviceIdentity Make() => new(RandomNumberGenerator.GetBytes(SecretLength), ECDsa.Create(ECCurve.NamedCurves.nistP256));

    internal static DeviceIdentity? Load(IPartition keys)
    {
        if (Slots(keys).Read() is not { } record)
        {
            return null;
        }

        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(record.Body.AsSpan(SecretLength), out _);
        return new DeviceIdentity(record.Body[..SecretLength], key);
    }

    internal void Store(IPartition keys) => Slots(keys).Write(1, [.. Secret, .. Key.ExportPkcs8PrivateKey()]);

    // The tag is only a checksum here: who can write this partition has made another device anyway.
    private static SlotPair Slots(IPartition keys) =>
        new(new PartitionRange(keys, 0, 2 * PhoneLayout.EraseUnit), PhoneLayout.EraseUnit, [], "tenure/keys/1");
}
