using System.Security.Cryptography;

namespace Tenure.Protocols.Tickets;

/// <summary>A signer whose certificate was verified, with its key ready to use.</summary>
/// <remarks>Importing a key costs more than a verification, so it is kept. Verifying changes nothing in it: threads may share it.</remarks>
internal sealed record VerifiedSigner(byte[] Bytes, SignerCertificate Certificate, ECDsa PlatformKey);
