using System.Buffers.Text;
using Tenure.Client;
using Tenure.Client.Devices;
using Tenure.Device.Phone;
using Tenure.Protocols;
using Tenure.Protocols.Tickets;

namespace Tenure.Device.Agent;

/// <summary>The first step of every contact: who is this server, and is it ours?</summary>
internal static class ServerMeeting
{
    /// <exception cref="UntrustedServerException">Another server than the pinned one, or no usable root.</exception>
    public static async Task<MetServer> MeetAsync(TenureClient client, Uri address, PinnedServer? pinned, CancellationToken ct)
    {
        var identity = await client.GetIdentityAsync(ct).ConfigureAwait(false);
        var candidate = new PinnedServer(address, identity.Issuer, ReadRoots(identity));
        if (pinned is not null && !Same(pinned, candidate))
        {
            throw new UntrustedServerException($"This phone belongs to {pinned.Issuer} ({pinned.Fingerprint}); the server that answered is another one.");
        }

        return new MetServer(identity.Name, candidate, pinned is not null);
    }

    private static bool Same(PinnedServer pinned, PinnedServer met) =>
        string.Equals(pinned.Issuer, met.Issuer, StringComparison.Ordinal) && met.Roots.Any(root => root.Equals(pinned.Roots[0]));

    private static List<PublicKeyP256> ReadRoots(ServerIdentity identity)
    {
        try
        {
            List<PublicKeyP256> roots = [.. identity.Roots.Select(root => PublicKeyP256.FromCoseKey(Base64Url.DecodeFromChars(root)))];
            return roots.Count > 0 ? roots : throw new UntrustedServerException("The server names no root.");
        }
        catch (Exception e) when (e is ProtocolException or FormatException)
        {
            throw new UntrustedServerException("The server's roots are not P-256 keys.");
        }
    }
}
