using System.Buffers.Text;
using System.Text.Json;
using Tenure.Device.Block;
using Tenure.Protocols.Tickets;

namespace Tenure.Device.Phone;

/// <summary>The pinned server, written once, beside the key and not in the block: a destroyed block must not let a thief name another server.</summary>
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
            new Uri(stored.Address), stored.Issuer, [.. stored.Roots.Select(root => PublicKeyP256.FromCoseKey(Base64Url.DecodeFromChars(root)))]);
    }

    /// <exception cref="InvalidOperationException">A server is pinned already.</exception>
    public void Write(PinnedServer server)
    {
        if (slots.Read() is not null)
        {
            throw new InvalidOperationException("The server of this phone was fixed before and changes only by a rekey ticket.");
        }

        slots.Write(1, JsonSerializer.SerializeToUtf8Bytes(new Stored(
            server.Address.AbsoluteUri, server.Issuer, [.. server.Roots.Select(root => Base64Url.EncodeToString(root.ToCoseKey()))])));
    }

    private sealed record Stored(string Address, string Issuer, string[] Roots);
}
