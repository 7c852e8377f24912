using System.Security.Cryptography;
using Tenure.Protocols.Log;
using Tenure.Protocols.Tests.Log;
using Tenure.Protocols.Tickets;

namespace Tenure.Protocols.Tests.Tickets;

/// <summary>Consents in a small log, and release tickets with their proofs, to be spoilt one at a time.</summary>
internal static class Consents
{
    /// <summary>Where the consent is.</summary>
    public const int Index = 9;

    /// <summary>What the device has seen of the log.</summary>
    public const long Seen = 9;

    public static DateTimeOffset Now { get; } = DateTimeOffset.FromUnixTimeSeconds(1_790_000_500);

    public static ReleaseConsent Consent { get; } = new()
    {
        DeviceRef = Fixed.Bytes(16, 0x01),
        HoldingRef = Fixed.Bytes(16, 0x11),
        Sequence = 3,
        Previous = Fixed.Bytes(32, 0x21),
        Salt = Fixed.Bytes(16, 0x41),
        HolderMark = Fixed.Bytes(16, 0x51),
        At = DateTimeOffset.FromUnixTimeSeconds(1_790_000_123),
        By = ConsentPlace.Page,
    };

    /// <summary>A log of thirteen entries, one of which is this consent.</summary>
    public static SmallLog LogWith(byte[] leaf, byte first = 0)
    {
        var log = new SmallLog { LogId = Fixed.Bytes(16, 0xb0), Leaves = [.. Enumerable.Range(0, 13).Select(i => MerkleTree.HashLeaf([first, (byte)i]))] };
        log.Leaves[Index] = leaf;
        return log;
    }

    /// <summary>The log in which the ticket's consent is.</summary>
    public static SmallLog LogOf(Ticket ticket) => LogWith(ticket.Consent!);

    public static ConsentProof ProofFor(Ticket ticket, SmallLog? log = null, long? seen = Seen, ECDsa? signer = null, SignerCertificate? certificate = null, ECDsa? root = null)
    {
        log ??= LogOf(ticket);
        var signed = CheckpointCodec.Sign(
            log.Checkpoint(Fixed.Issuer, Consent.At), signer ?? Fixed.LogSigner, SignerCertificateCodec.Sign(certificate ?? Fixed.Certificate(SignerPurpose.Log), root ?? Fixed.Root));
        return log.Prove(signed, Index, Consent, seen);
    }

    public static byte[] Signed(Ticket ticket, ConsentProof proof) => SignedTicketCodec.WithProof(Fixed.SignedAlone(ticket, SignerPurpose.Release), proof);

    /// <summary>What a device knows of the log.</summary>
    public static Checkpoint SeenOf(SmallLog log, long size = Seen) => log.Checkpoint(Fixed.Issuer, Consent.At, size);
}
