using System.Text;
using Tenure.Protocols.Firmware;

namespace Tenure.Protocols.Tickets;

/// <summary>What tells one kind of signed message from another: typ header, external data under the signature, and a size limit.</summary>
/// <param name="Type">Header parameter 16, a media type (RFC 9596).</param>
/// <param name="ExternalData">Signed along but not sent (RFC 9052 §4.3): a signature over one kind never fits another.</param>
/// <param name="MaxBytes">Bytes of the whole message.</param>
internal sealed record CoseProfile(string Type, byte[] ExternalData, int MaxBytes)
{
    public static readonly CoseProfile Evidence = new("application/eat+cwt", Encoding.ASCII.GetBytes("tenure/evidence/1"), 4096);

    public static readonly CoseProfile Ticket = new("application/vnd.tenure.ticket+cwt", Encoding.ASCII.GetBytes("tenure/ticket/1"), 8192);

    public static readonly CoseProfile Signer = new("application/vnd.tenure.signer+cwt", Encoding.ASCII.GetBytes("tenure/signer/1"), 1024);

    public static readonly CoseProfile Manifest = new("application/vnd.tenure.manifest+cwt", Encoding.ASCII.GetBytes("tenure/manifest/1"), 1024);

    public static readonly CoseProfile Checkpoint = new("application/vnd.tenure.checkpoint+cwt", Encoding.ASCII.GetBytes("tenure/checkpoint/1"), 1024);

    public static readonly CoseProfile RootStatement = new("application/vnd.tenure.root-statement+cwt", Encoding.ASCII.GetBytes("tenure/root-statement/1"), RootStatementCodec.MaxBytes);

    public static readonly CoseProfile Firmware = new("application/vnd.tenure.firmware+cwt", Encoding.ASCII.GetBytes("tenure/firmware/1"), FirmwareManifestCodec.MaxBytes);

    public static readonly CoseProfile Succession = new("application/vnd.tenure.log-succession+cwt", Encoding.ASCII.GetBytes("tenure/log-succession/1"), 512);
}
