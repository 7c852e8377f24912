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

    /// <summary>At most, UTF-8: a model, a serial number, a software name, a software version, a network operator.</summary>
    public const int Name = 64;

    /// <summary>At most, UTF-8: the masked holder.</summary>
    public const int MaskedHolder = 128;

    /// <summary>At most, UTF-8: a hardware region.</summary>
    public const int Region = 16;

    /// <summary>At most: digits of an ICCID.</summary>
    public const int Iccid = 20;

    /// <summary>At most: IMEIs of a device.</summary>
    public const int Imeis = 4;

    /// <summary>At most: anti-rollback indexes of a device.</summary>
    public const int RollbackIndexes = 32;

    /// <summary>At most: SIM cards in a device, and the highest slot.</summary>
    public const int Sims = 8;

    /// <summary>At most, UTF-8: what the lock screen of a lost device says.</summary>
    public const int LostMessage = 640;

    /// <summary>At most, UTF-8: how its holder can be reached.</summary>
    public const int LostContact = 254;

    /// <summary>What the server writes for itself beside the masked holder.</summary>
    public const int HolderHandle = 44;

    /// <summary>Characters of a case's number.</summary>
    public const int CaseNumber = 10;

    /// <summary>At most, UTF-8: the code that the device asks for before it erases.</summary>
    public const int EraseCode = 128;
}
