using System.Buffers.Text;
using System.Text.Json;
using Tenure.Device.Block;
using Tenure.Protocols.Tickets;

namespace Tenure.Device.Phone;

/// <summary>The pinned server, twice, beside the key and not in the block: a destroyed block must not let a thief name another server.</summary>
internal sealed class ServerPin(IPartition keys, byte[] secret)
{
    private const int Start = 2 * PhoneLayout.EraseUnit;

    private readonly SlotPair slots = new(new PartitionRange(keys, Start, 2 * PhoneLayout.EraseUnit), PhoneLayout.EraseUnit, secret, "tenure/pin/1");

    public PinnedServer? Read()
    {
        if (slots.Read() is not { } record)
        {
            return null;
        }

        var stored = JsonSerializer.Deserialize<Stored>(record.Body) ?? throw new JsonException("An empty pin.");
        return new PinnedServer(
            new Uri(stored.Address), stored.Issuer, [.. stored.Roots.Select(root => PublicKeyP256.FromCoseKey(Base64Url.DecodeFromChars(root)))])
        {
            Marks = new()
            {
                Serials = [.. (stored.Serials ?? []).Select(s => new RootSerial(KeyThumbprint.Parse(s.Key), s.Value))],
                Floors = [.. (stored.Floors ?? []).Select(f => new SignerFloor(f.Key, f.Value))],
            },
            IsEnded = stored.Ended,
        };
    }

    /// <summary>Writes both slots, so that no single erase unit holds the only copy.</summary>
    public void Write(PinnedServer server)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new Stored(
            server.Address.AbsoluteUri,
            server.Issuer,
            [.. server.Roots.Select(root => Base64Url.EncodeToString(root.ToCoseKey()))],
            server.Marks.Serials.Select(s => KeyValuePair.Create(s.Root.Text, s.Serial)).ToList(),
            server.Marks.Floors.Select(f => KeyValuePair.Create(f.Purpose, f.Generation)).ToList(),
            server.IsEnded));
        var last = slots.Read()?.Sequence ?? 0;
        slots.Write(last + 1, body);
        slots.Write(last + 2, body);
    }

    /// <summary>Writes a slot that is damaged, or behind, anew from the other one.</summary>
    public void Mend()
    {
        if (slots.Read() is { } record && !slots.IsTwice)
        {
            slots.Write(record.Sequence + 1, record.Body);
        }
    }

    // A pin of an older version has neither serials nor floors.
    private sealed record Stored(
        string Address, string Issuer, string[] Roots, IReadOnlyList<KeyValuePair<string, uint>>? Serials = null, IReadOnlyList<KeyValuePair<int, uint>>? Floors = null, bool Ended = false);
}
