using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Flashing;
using Tenure.Protocols;
using Tenure.Protocols.Firmware;
using Tenure.Protocols.Tickets;
using Tenure.Server.Data;
using Tenure.Server.Platform;

namespace Tenure.Server.Flashing.Packages;

/// <summary>A package that may be used now, with what its maker signed.</summary>
/// <param name="Package">As it was registered.</param>
/// <param name="Manifest">Verified.</param>
internal sealed record UsableFirmware(FirmwarePackage Package, FirmwareManifest Manifest)
{
    /// <summary>The package's side of <see cref="FirmwareFit"/>.</summary>
    public FirmwareFacts Facts => new(Manifest.Product, Manifest.Regions, Manifest.RollbackIndexes);
}

/// <summary>The packages of firmware: registered and withdrawn by who works on the server's own machine, and used while their maker's key is pinned.</summary>
internal sealed class FirmwareBook(TenureDb db)
{
    /// <summary>Characters of a digest in base64url.</summary>
    public const int DigestLength = 43;

    /// <summary>A package that may be used now. What its maker signed is verified anew: a row that was changed in the database is worth nothing.</summary>
    public async Task<Answer<UsableFirmware>> FindAsync(string digest, CancellationToken ct)
    {
        if (await db.FirmwarePackages.AsNoTracking().FirstOrDefaultAsync(p => p.Digest == digest, ct) is not { } package)
        {
            return FlashRefusals.PackageUnknown;
        }

        if (package.WithdrawnAt is not null)
        {
            return FlashRefusals.PackageWithdrawn;
        }

        var key = await db.ReleaseKeys.AsNoTracking().FirstOrDefaultAsync(k => k.Id == package.KeyId && k.RemovedAt == null, ct);
        return key is not null && Verify(package.Manifest, key) is { } manifest && Same(package.Digest, package.Manifest) ? new UsableFirmware(package, manifest) : FlashRefusals.PackageUnknown;
    }

    /// <summary>The digest as it is written.</summary>
    public static string TextOf(ReadOnlyMemory<byte> signed) => Base64Url.EncodeToString(FirmwareManifestCodec.Digest(signed));

    /// <summary>The manifest, if this key signed it.</summary>
    public static FirmwareManifest? Verify(ReadOnlyMemory<byte> signed, ReleaseKey key)
    {
        try
        {
            return FirmwareManifestCodec.Verify(signed, [PublicKeyP256.FromCoseKey(key.PublicKey)]);
        }
        catch (ProtocolException)
        {
            return null;
        }
    }

    private static bool Same(string digest, byte[] signed) => CryptographicOperations.FixedTimeEquals(Base64Url.DecodeFromChars(digest), FirmwareManifestCodec.Digest(signed));
}
