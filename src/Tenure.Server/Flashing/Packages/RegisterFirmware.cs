using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Flashing;
using Tenure.Protocols;
using Tenure.Protocols.Firmware;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Data;

namespace Tenure.Server.Flashing.Packages;

/// <summary>Registers packages by their makers' signed manifests, and withdraws them.</summary>
internal sealed class RegisterFirmware(TenureDb db, OperatorLogBook log, TimeProvider clock)
{
    /// <summary>Registers a package; one that is there already stays as it is, one that was withdrawn comes back.</summary>
    /// <param name="file">The signed manifest.</param>
    /// <param name="ct">Ends it.</param>
    public async Task<(RomFailure? Failure, FirmwarePackage? Package, FirmwareManifest? Manifest)> ExecuteAsync(string file, CancellationToken ct)
    {
        byte[] signed;
        try
        {
            if (new FileInfo(file).Length > FirmwareManifestCodec.MaxBytes)
            {
                return (new("manifest_unreadable", file), null, null);
            }

            signed = await File.ReadAllBytesAsync(file, ct);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (new("file_unreadable", file, e.Message), null, null);
        }

        string keyId;
        string digest;
        try
        {
            _ = FirmwareManifestCodec.ReadUnverified(signed, out var by);
            (keyId, digest) = (by.Text, FirmwareBook.TextOf(signed));
        }
        catch (ProtocolException)
        {
            return (new("manifest_unreadable", file), null, null);
        }

        if (await db.ReleaseKeys.FirstOrDefaultAsync(k => k.Id == keyId && k.RemovedAt == null, ct) is not { } key)
        {
            return (new("key_not_pinned", keyId), null, null);
        }

        if (FirmwareBook.Verify(signed, key) is not { } manifest)
        {
            return (new("signature_wrong", file), null, null);
        }

        var known = await db.FirmwarePackages.FirstOrDefaultAsync(p => p.Digest == digest, ct);
        if (known is { WithdrawnAt: null })
        {
            return (null, known, manifest);
        }

        if (known is null)
        {
            known = new FirmwarePackage(digest, keyId, key.Maker, manifest.Product, manifest.Version, signed, clock.GetUtcNow());
            db.FirmwarePackages.Add(known);
        }
        else
        {
            known.RegisterAgain(clock.GetUtcNow());
        }

        await log.AppendAsync(OperatorEvents.FirmwareRegistered, new LoggedAct(null, About: $"{known.Maker} {known.Product} {known.Version} {digest}"), ct);
        return (null, known, manifest);
    }

    /// <summary>It is not used any more; restores that are under way get no further ticket.</summary>
    public async Task<(RomFailure? Failure, FirmwarePackage? Package)> WithdrawAsync(string digest, CancellationToken ct)
    {
        if (await db.FirmwarePackages.FirstOrDefaultAsync(p => p.Digest == digest, ct) is not { } package)
        {
            return (new("firmware_unknown", digest), null);
        }

        if (package.WithdrawnAt is null)
        {
            package.Withdraw(clock.GetUtcNow());
            await log.AppendAsync(OperatorEvents.FirmwareWithdrawn, new LoggedAct(null, About: $"{package.Maker} {package.Product} {package.Version} {digest}"), ct);
        }

        return (null, package);
    }
}
