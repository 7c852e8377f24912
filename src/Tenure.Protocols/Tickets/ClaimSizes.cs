namespace Tenure.Protocols.Tickets;

/// <summary>Lengths of claims, in bytes.</summary>
public static class ClaimSizes
{
    /// <summary>A nonce, of the server or of the device.</summary>
    public const int Nonce = 32;

    /// <summary>A ticket id, a holding id, a server generation: random bytes.</summary>
    public const int Id = 16;

    /// <summary>A SHA-256.</summary>
    public const int Digest = 32;

    /// <summary>At most, UTF-8: an issuer's URL.</summary>
    public const int Issuer = 255;

    /// <summary>At most, UTF-8: a model, a software name, a software version.</summary>
    public const int Name = 64;

    /// <summary>At most, UTF-8: the masked holder.</summary>
    public const int MaskedHolder = 128;
}
