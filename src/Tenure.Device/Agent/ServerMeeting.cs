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
    public static async Task<MetServer> MeetAsync(TenureClient client, Uri address, PhoneCore phone, RootListener roots, CancellationToken ct)
    {
        var identity = await client.GetIdentityAsync(ct).ConfigureAwait(false);
        var before = phone.Server?.Address;

        // Before anything is compared: a server that moved on brings the word of the old root that says so.
        var statements = ReadStatements(identity);
        var heard = roots.Hear(statements);
        var candidate = new PinnedServer(address, identity.Issuer, ReadRoots(identity));
        RequireOwnAddress(candidate, before);
        if (phone.IsServerLost)
        {
            PinAgain(phone, candidate);
            heard = roots.Hear(statements);
        }
        else if (phone.Server is { } pinned && !Same(pinned, candidate))
        {
            throw new UntrustedServerException($"This phone belongs to {pinned.Issuer} ({pinned.Fingerprint}); the server that answered is another one.");
        }

        return new MetServer(identity.Name, candidate, phone.Server is not null, heard);
    }

    // Issuer and roots are public: whoever relays a server shows the right fingerprint, and sees what is typed. TLS names the relay, so its name must be the server's own. What the
    // device itself listens on is no relay on the way; and a server that has moved is heard once more where it was pinned.
    private static void RequireOwnAddress(PinnedServer candidate, Uri? pinned)
    {
        var isOwn = Uri.TryCreate(candidate.Issuer, UriKind.Absolute, out var issuer) && HasSameOrigin(candidate.Address, issuer);
        if (!isOwn && !candidate.Address.IsLoopback && !(pinned is not null && HasSameOrigin(candidate.Address, pinned)))
        {
            throw new UntrustedServerException($"At {candidate.Address.GetLeftPart(UriPartial.Authority)} is not its own server but one that is called {(issuer is null ? "something else" : new Uri(issuer.GetLeftPart(UriPartial.Authority)).AbsoluteUri)}: connect to that address.");
        }
    }

    // RFC 6454 §4.
    private static bool HasSameOrigin(Uri one, Uri other) => (one.Scheme, one.IdnHost, one.Port) == (other.Scheme, other.IdnHost, other.Port);

    // Not a question for the person in front of the phone: the block remembers its server, roots and all, or nobody does. A server that shows our root beside one of
    // its own is another one.
    private static void PinAgain(PhoneCore phone, PinnedServer candidate)
    {
        if (phone.Block.Content is null)
        {
            throw new UntrustedServerException("This phone can no longer tell which server it belongs to.");
        }

        if (!phone.MayBelongTo(candidate))
        {
            throw new UntrustedServerException($"{candidate.Issuer} ({candidate.Fingerprint}) is not the server of this phone.");
        }

        phone.PinServer(candidate);
    }

    private static bool Same(PinnedServer pinned, PinnedServer met) =>
        string.Equals(pinned.Issuer, met.Issuer, StringComparison.Ordinal) && met.Roots.SequenceEqual(pinned.Roots);

    private static List<byte[]> ReadStatements(ServerIdentity identity)
    {
        try
        {
            return [.. (identity.Statements ?? []).Select(statement => Base64Url.DecodeFromChars(statement))];
        }
        catch (FormatException)
        {
            throw new UntrustedServerException("The statements of the server's roots are not base64url.");
        }
    }

    private static List<PublicKeyP256> ReadRoots(ServerIdentity identity)
    {
        try
        {
            List<PublicKeyP256> roots = [.. identity.Roots.Select(root => PublicKeyP256.FromCoseKey(Base64Url.DecodeFromChars(root)))];

            // Any other key beside them would sign for this phone one day, and nobody compared it.
            return roots.Count == 2 && !roots[0].Equals(roots[1]) ? roots : throw new UntrustedServerException("The server does not name two roots.");
        }
        catch (Exception e) when (e is ProtocolException or FormatException)
        {
            throw new UntrustedServerException("The server's roots are not P-256 keys.");
        }
    }
}
