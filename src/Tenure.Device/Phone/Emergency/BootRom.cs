using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Tenure.Protocols.Sahara;
using Tenure.Protocols.Tickets;

namespace Tenure.Device.Phone.Emergency;

/// <summary>The boot ROM of a virtual phone: says which chip it is, and starts the one programmer that was fixed when the phone was made.</summary>
public sealed class BootRom(PhoneFacts facts) : ISaharaTarget
{
    /// <summary>The number under which boot ROMs ask for the programmer.</summary>
    public const uint Programmer = 13;

    // Chosen by us; no chip maker gave such numbers away.
    private const uint Chip = 0x54454e00;
    private const ushort Maker = 0x5445;
    private const ushort Model = 1;
    private const int ChipIdSize = 48;

    /// <summary>The chip's serial number: the first four bytes of SHA-256 over the phone's, which it also says in its evidence.</summary>
    public static uint SerialOf(string serial) => BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(serial)));

    /// <inheritdoc />
    public IReadOnlyList<ISaharaLoader> Start() => [new SaharaElfLoader(Programmer, loaded => Emergency.Programmer.Digest(loaded) == Expected ? SaharaStatus.Success : SaharaStatus.ImageAuthenticationFailed)];

    /// <inheritdoc />
    public byte[]? Answer(SaharaQuery query) => query switch
    {
        SaharaQuery.SerialNumber => Bytes(4, bytes => BinaryPrimitives.WriteUInt32LittleEndian(bytes, SerialOf(facts.Serial))),
        SaharaQuery.HardwareId => Bytes(8, bytes => BinaryPrimitives.WriteUInt64LittleEndian(bytes, ((ulong)Chip << 32) | ((ulong)Maker << 16) | Model)),
        SaharaQuery.PublicKeyHash => KeyHash(facts.PinnedReleaseKeys()),
        SaharaQuery.ChipId => Bytes(ChipIdSize, bytes =>
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, Chip);
            BinaryPrimitives.WriteUInt32LittleEndian(bytes[36..], Chip);
            BinaryPrimitives.WriteUInt16LittleEndian(bytes[40..], Maker);
            BinaryPrimitives.WriteUInt16LittleEndian(bytes[42..], Model);
        }),
        _ => null,
    };

    private string Expected => facts.Programmer ?? Emergency.Programmer.DigestOf(Emergency.Programmer.ImageFor(facts.Product));

    /// <summary>SHA-256 over the release keys that are pinned, each as its COSE_Key: 32 bytes, zeros where there is none.</summary>
    private static byte[] KeyHash(IReadOnlyList<PublicKeyP256> keys) => keys.Count == 0 ? new byte[32] : SHA256.HashData([.. keys.SelectMany(key => key.ToCoseKey())]);

    private delegate void Write(Span<byte> bytes);

    private static byte[] Bytes(int size, Write write)
    {
        var bytes = new byte[size];
        write(bytes);
        return bytes;
    }
}
