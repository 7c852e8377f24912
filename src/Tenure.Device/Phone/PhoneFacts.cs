using System.Buffers.Text;
using Tenure.Protocols;
using Tenure.Protocols.Tickets;

namespace Tenure.Device.Phone;

/// <summary>What the factory printed on the phone and put into it; the file <c>phone.json</c>.</summary>
/// <param name="Model">Model name, 1 to 64 bytes.</param>
/// <param name="Serial">Serial number as fastboot shows it.</param>
/// <param name="Product">Board name for <c>getvar product</c>.</param>
/// <param name="BootloaderVersion">For <c>getvar version-bootloader</c>.</param>
/// <param name="SystemName">Name of the installed system.</param>
/// <param name="SystemVersion">Version of the installed system.</param>
/// <param name="Server">Address that the wizard offers; <c>null</c> when the maker set none.</param>
public sealed record PhoneFacts(
    string Model,
    string Serial,
    string Product,
    string BootloaderVersion,
    string SystemName,
    string SystemVersion,
    Uri? Server)
{
    /// <summary>Whether the boot chain was verified and the bootloader is locked: the virtual phone's is. What cannot know it, such as a program on any Linux, must say no.</summary>
    public bool IsBootVerified { get; init; } = true;

    /// <summary>One for each modem, fifteen digits; empty in a device without one.</summary>
    public IReadOnlyList<string> Imeis { get; init; } = [];

    /// <summary>Where the hardware was made for, 1 to 16 bytes; <c>null</c> when it was made for everywhere.</summary>
    public string? Region { get; init; }

    /// <summary>Whether the bootloader takes other systems than the maker's.</summary>
    public bool IsUnlocked { get; init; }

    /// <summary>The maker's key for verified boot, as vbmeta images carry it; <c>null</c> where there is no boot chain.</summary>
    public byte[]? AvbKey { get; init; }

    /// <summary>The lowest index of the boot chain that starts, as the factory burnt it.</summary>
    public ulong AntiIndex { get; init; }

    /// <summary>Anti-rollback: the lowest version that starts, by its location.</summary>
    public IReadOnlyDictionary<uint, ulong> RollbackIndexes { get; init; } = new Dictionary<uint, ulong>();

    /// <summary>The maker's keys for firmware, each a COSE_Key in base64url: fixed when the phone is made, apart from the roots of any server. Without one it takes no firmware.</summary>
    public IReadOnlyList<string> ReleaseKeys { get; init; } = [];

    /// <summary>SHA-256 in hexadecimal of the one programmer that its boot ROM starts; <c>null</c> for the usual one of its product.</summary>
    public string? Programmer { get; init; }

    /// <summary>The maker's keys.</summary>
    /// <exception cref="ProtocolException">One of them is none.</exception>
    internal IReadOnlyList<PublicKeyP256> PinnedReleaseKeys() => [.. ReleaseKeys.Select(key => PublicKeyP256.FromCoseKey(Base64Url.DecodeFromChars(key)))];
}
