namespace Tenure.Protocols.Tickets;

/// <summary>A root's word that a key signs for one purpose. A CWT with cnf (RFC 8747), under the root.</summary>
/// <remarks>It has no dates: a device takes a newer signer by its higher <see cref="Generation"/> and from then on refuses lower ones.</remarks>
public sealed record SignerCertificate
{
    /// <summary>The issuer's URL. At most 255 bytes.</summary>
    public required string Issuer { get; init; }

    /// <summary>What the key may sign.</summary>
    public required SignerPurpose Purpose { get; init; }

    /// <summary>Counts the signers of this purpose, from 1.</summary>
    public required uint Generation { get; init; }

    /// <summary>The signer's key.</summary>
    public required PublicKeyP256 Key { get; init; }
}
