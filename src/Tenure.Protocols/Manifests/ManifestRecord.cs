using Tenure.Protocols.Cbor;
using Tenure.Protocols.Identifiers;
using Tenure.Protocols.Tickets;

namespace Tenure.Protocols.Manifests;

/// <summary>One device as its maker made it.</summary>
public sealed record ManifestRecord
{
    /// <summary>Most bytes of a record: the sum of what its members may have, rounded up.</summary>
    public const int MaxBytes = 1024;

    private const int Members = 6;

    /// <summary>The device's key.</summary>
    public required KeyThumbprint Device { get; init; }

    /// <summary>1 to 64 bytes of UTF-8; tells devices of one model apart.</summary>
    public required string Serial { get; init; }

    /// <summary>1 to 64 bytes of UTF-8, as the device says it in evidence.</summary>
    public required string Model { get; init; }

    /// <summary>One for each modem, at most 4, none twice; empty in a device without one.</summary>
    public required IReadOnlyList<Imei> Imeis { get; init; }

    /// <summary>Where the hardware was made for, 1 to 16 bytes of UTF-8; <c>null</c> when it was made for everywhere.</summary>
    public string? Region { get; init; }

    /// <summary>Anti-rollback: the lowest version that starts when the device leaves the factory, by its location; at most 32.</summary>
    public required IReadOnlyDictionary<uint, ulong> RollbackIndexes { get; init; }

    /// <summary>The canonical CBOR array [key, serial, model, IMEIs, region or null, anti-rollback indexes].</summary>
    /// <exception cref="ProtocolException">A member breaks its rule.</exception>
    public byte[] Encode()
    {
        Check();
        var writer = CanonicalCborWriter.Create();
        writer.WriteStartArray(Members);
        writer.WriteByteString(Device.ToBytes());
        writer.WriteTextString(Serial);
        writer.WriteTextString(Model);
        DeviceFactsClaims.WriteImeis(writer, Imeis);
        if (Region is { } region)
        {
            writer.WriteTextString(region);
        }
        else
        {
            writer.WriteNull();
        }

        DeviceFactsClaims.WriteIndexes(writer, RollbackIndexes);
        writer.WriteEndArray();
        return writer.Encode();
    }

    /// <summary>Reads the record that a buffer begins with.</summary>
    /// <param name="bytes">A record and whatever follows it; at least <see cref="MaxBytes"/> unless the end is among them.</param>
    /// <param name="length">Bytes of the record.</param>
    /// <exception cref="ProtocolException">Anything that <see cref="Encode"/> would not have written.</exception>
    internal static ManifestRecord Decode(ReadOnlyMemory<byte> bytes, out int length)
    {
        var reader = new CanonicalCborReader(bytes, isSequence: true);
        reader.ReadArray("record", Members);
        var device = KeyThumbprint.FromBytes(reader.ReadBytes("key", KeyThumbprint.Size));
        var serial = reader.ReadText("serial", ClaimSizes.Name);
        var model = reader.ReadText("model", ClaimSizes.Name);
        var imeis = DeviceFactsClaims.ReadImeis(reader, least: 0);
        var region = reader.TryReadNull("region") ? null : reader.ReadText("region", ClaimSizes.Region);
        var indexes = DeviceFactsClaims.ReadIndexes(reader, least: 0);
        reader.ReadArrayEnd();
        length = bytes.Length - reader.BytesLeft;
        var record = new ManifestRecord { Device = device, Serial = serial, Model = model, Imeis = imeis, Region = region, RollbackIndexes = indexes };
        record.Check();
        return record;
    }

    private void Check()
    {
        DeviceFactsClaims.CheckIdentifiers(Serial, Imeis.Count > 0 ? Imeis : null, Region, RollbackIndexes.Count > 0 ? RollbackIndexes : null);
        ClaimRules.Text(Model, ClaimSizes.Name, "model");
        if (Device == default)
        {
            throw new ProtocolException(ProtocolErrorCode.KeyInvalid, "No key.", "key");
        }
    }
}
