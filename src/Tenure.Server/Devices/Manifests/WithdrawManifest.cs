using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Devices;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Data;

namespace Tenure.Server.Devices.Manifests;

/// <summary>What a manifest confirmed is not confirmed any more. Nothing happens to its devices: those that are held stay held, and what they say is a claim again.</summary>
internal sealed class WithdrawManifest(TenureDb db, OperatorLogBook log, TimeProvider clock)
{
    public async Task<(ManifestFailure? Failure, FactoryManifest? Manifest)> ExecuteAsync(string id, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.Manifests.FirstOrDefaultAsync(m => m.Id == id, ct) is not { } manifest)
        {
            return (new("manifest_unknown", id), null);
        }

        if (manifest.WithdrawnAt is null)
        {
            var devices = db.AttestedDevices.Where(d => d.ManifestId == id);
            await db.AttestedImeis.Where(i => devices.Any(d => d.DeviceId == i.DeviceId)).ExecuteDeleteAsync(ct);
            await devices.ExecuteDeleteAsync(ct);
            manifest.Withdraw(clock.GetUtcNow());
            await log.AppendAsync(OperatorEvents.ManifestWithdrawn, new LoggedAct(null, About: $"{manifest.Maker} {id}"), ct);
            await transaction.CommitAsync(ct);
        }

        return (null, manifest);
    }
}
