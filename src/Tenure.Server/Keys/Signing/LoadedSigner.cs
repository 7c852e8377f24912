using System.Security.Cryptography;
using Tenure.Protocols.Tickets;

namespace Tenure.Server.Keys.Signing;

/// <summary>A signer as it was read from its file.</summary>
/// <param name="Key">The private key.</param>
/// <param name="CertificateBytes">Its certificate as it travels.</param>
/// <param name="Certificate">What that says.</param>
internal sealed record LoadedSigner(ECParameters Key, byte[] CertificateBytes, SignerCertificate Certificate);
