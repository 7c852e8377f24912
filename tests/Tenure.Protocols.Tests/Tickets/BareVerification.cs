using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Security.Cryptography.Cose;
using Tenure.Protocols.Tickets;

namespace Tenure.Protocols.Tests.Tickets;

/// <summary>
/// What reading a hold ticket takes at least, with the platform's own readers: the array and the message are taken apart, the signature is asked for, and the claims' values are made. No form
/// is refused and nothing is held against what a device knows. It stands on nothing of our own, so that <see cref="TicketVerifier"/> can be measured with it; the bench does so, too.
/// </summary>
internal static class BareVerification
{
    private static readonly byte[] ExternalData = "tenure/ticket/1"u8.ToArray();

    /// <exception cref="CryptographicException">The signature does not fit.</exception>
    public static Ticket Verify(ReadOnlyMemory<byte> signedTicket, ECDsa signerKey)
    {
        var outer = new CborReader(signedTicket, CborConformanceMode.Canonical);
        outer.ReadStartArray();
        var message = CoseMessage.DecodeSign1(outer.ReadDefiniteLengthByteString().Span);
        return message.VerifyEmbedded(signerKey, ExternalData) && message.Content is { } claims ? Read(claims) : throw new CryptographicException("The signature does not fit.");
    }

    /// <summary>Bytes that a call allocates in this thread: of many calls, after as many that are not counted.</summary>
    public static long Allocated(Action call)
    {
        const int Calls = 1000;
        Repeat();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Repeat();
        return (GC.GetAllocatedBytesForCurrentThread() - before) / Calls;

        void Repeat()
        {
            for (var i = 0; i < Calls; i++)
            {
                call();
            }
        }
    }

    private static Ticket Read(ReadOnlyMemory<byte> claims)
    {
        var reader = new CborReader(claims, CborConformanceMode.Canonical);
        var (issuer, holder) = ("", default(string));
        var (id, digest, generation) = (Array.Empty<byte>(), Array.Empty<byte>(), Array.Empty<byte>());
        var (holding, handle) = (default(byte[]), default(byte[]));
        var subject = default(KeyThumbprint);
        var (action, epoch, lifetime) = (0u, 0u, 0u);
        for (var left = reader.ReadStartMap()!.Value; left > 0; left--)
        {
            // The keys of docs/protocols/tickets.md.
            switch (reader.ReadInt32())
            {
                case 1: issuer = reader.ReadTextString(); break;
                case 7: id = reader.ReadByteString(); break;
                case 256: subject = KeyThumbprint.FromUeid(reader.ReadDefiniteLengthByteString().Span); break;
                case -70002: epoch = reader.ReadUInt32(); break;
                case -70003: holding = reader.ReadByteString(); break;
                case -70005: generation = reader.ReadByteString(); break;
                case -70020: action = reader.ReadUInt32(); break;
                case -70021: digest = reader.ReadByteString(); break;
                case -70022: lifetime = reader.ReadUInt32(); break;
                case -70023: holder = reader.ReadTextString(); break;
                case -70028: handle = reader.ReadByteString(); break;
                default: throw new CborContentException("Not a claim of a hold ticket.");
            }
        }

        reader.ReadEndMap();
        return new()
        {
            Issuer = issuer,
            Subject = subject,
            TicketId = id,
            Action = (TicketAction)action,
            Epoch = epoch,
            EvidenceDigest = digest,
            Lifetime = TimeSpan.FromSeconds(lifetime),
            ServerGeneration = generation,
            HoldingId = holding,
            MaskedHolder = holder,
            HolderHandle = handle,
        };
    }
}
