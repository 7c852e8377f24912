using Tenure.Protocols.Sahara;

namespace Tenure.Protocols.Tests.Vectors;

/// <summary>Packets whose bytes are written down in sahara.txt.</summary>
internal static class SaharaVectors
{
    /// <summary>The accepted ones of the file, in its order.</summary>
    public static SaharaPacket[] Packets { get; } =
    [
        new SaharaHelloPacket(2, 1, 0x400, SaharaMode.ImagePending),
        new SaharaReadDataPacket(13, 0x1000, 0x1000),
        new SaharaReadDataPacket(13, 0, 0x40, IsWide: true),
        new SaharaEndImagePacket(13, SaharaStatus.Success),
        new SaharaDoneResponsePacket(SaharaMode.ImageComplete),
        new SaharaHelloResponsePacket(2, 1, SaharaStatus.Success, SaharaMode.ImagePending),
        new SaharaEndImagePacket(13, SaharaStatus.ImageAuthenticationFailed),
        new SaharaDonePacket(),
        new SaharaExecutePacket(SaharaQuery.PublicKeyHash),
        new SaharaExecuteResponsePacket(SaharaQuery.PublicKeyHash, 48),
        new SaharaSwitchModePacket(SaharaMode.ImagePending),
    ];
}
