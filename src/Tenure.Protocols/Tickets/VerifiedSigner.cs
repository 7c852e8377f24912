using System.Security.Cryptography;

namespace Tenure.Protocols.Tickets;

/// <summary>A signer whose certificate was verified, with its key ready to use.</summary>
internal sealed record VerifiedSigner(byte[] Bytes, SignerCertificate Certificate, ECDsa PlatformKey);
