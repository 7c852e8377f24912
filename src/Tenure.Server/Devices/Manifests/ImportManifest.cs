using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Tenure.Domain.Devices;
using Tenure.Protocols;
using Tenure.Protocols.Manifests;
using Tenure.Protocols.Tickets;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Data;

namespace Tenure.Server.Devices.Manifests;

/// <summary>What an import did.</summary>
/// <param name="Manifest">The manifest.</param>
/// <param name="WasThere">Whether it had been taken in before, so that nothing was done.</param>
/// <param name="Contradicted">Known devices that say a serial number or an IMEI which this manifest gives to another key. Nothing was done to them.</param>
internal sealed record ImportedManifest(FactoryManifest Manifest, bool WasThere, int Contradicted);

/// <summary>Takes a factory manifest in: all of it or nothing, in one transaction, with room for a batch of records in memory.</summary>
internal sealed class ImportManifest(TenureDb db, ManifestRows rows, DuplicateDevices duplicates, OperatorLogBook log, TimeProvider clock)
{
    private const int BatchSize = 2000;
    private const string Batch = "batch";

    // SQLITE_BUSY and SQLITE_LOCKED.
    private const int Busy = 5;
    private const int Locked = 6;

    // What a refusal calls the manifest itself.
    private const string Here = "this one";

    /// <param name="file">The manifest.</param>
    /// <param name="progress">Takes bytes read and all bytes.</param>
    /// <param name="ct">Ends it; nothing is changed then.</param>
    public async Task<(ManifestFailure? Failure, ImportedManifest? Imported)> ExecuteAsync(string file, Action<long, long> progress, CancellationToken ct)
    {
        ManifestReader? reader = null;
        var record = 0L;
        try
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1, FileOptions.SequentialScan);
            var makers = await db.MakerKeys.AsNoTracking().Where(k => k.RemovedAt == null).ToListAsync(ct);
            using (reader = new ManifestReader(stream, [.. makers.Select(k => PublicKeyP256.FromCoseKey(k.PublicKey))]))
            {
                var maker = makers.Single(k => k.Id == reader.Head.SignedBy.Text);
                return await ImportAsync(reader, maker, stream.Length, progress, () => record++, ct);
            }
        }
        catch (ProtocolException e) when (e.Code == ProtocolErrorCode.UnknownSigner && reader is null)
        {
            return (new("signer_unknown", e.Message), null);
        }
        catch (ProtocolException e)
        {
            return (reader is null ? new("head_refused", e.Message) : new("record_refused", record + 1, $"{e.Field}: {e.Message}"), null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (ManifestFailure.Unreadable(file, e), null);
        }
        catch (Exception e) when (e is DbUpdateException or SqliteException { SqliteErrorCode: Busy or Locked })
        {
            // Two imports that name the same device, at once: this one was the second. Or the only writer's lock of SQLite did not come free.
            return (new("busy"), null);
        }
    }

    private async Task<(ManifestFailure? Failure, ImportedManifest? Imported)> ImportAsync(
        ManifestReader reader, MakerKey maker, long total, Action<long, long> progress, Action read, CancellationToken ct)
    {
        var id = Convert.ToHexStringLower(reader.Head.Id);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var known = await db.Manifests.FirstOrDefaultAsync(m => m.Id == id, ct);
        if (known is not null && !known.IsSameAs(maker.Id, reader.Head.Digest))
        {
            return (new("id_taken", id), null);
        }

        if (known is { WithdrawnAt: null })
        {
            return (null, new(known, WasThere: true, Contradicted: 0));
        }

        var batch = new List<ManifestRecord>(BatchSize);
        var written = 0L;
        for (var record = reader.Next(); ; record = reader.Next())
        {
            if (record is not null)
            {
                batch.Add(record);
                read();
            }

            if (batch.Count == BatchSize || (record is null && batch.Count > 0))
            {
                if (await WriteAsync(transaction, id, batch, written, ct) is { } taken)
                {
                    return (taken, null);
                }

                written += batch.Count;
                batch.Clear();
                progress(reader.Position, total);
            }

            if (record is null)
            {
                break;
            }
        }

        var now = clock.GetUtcNow();
        if (known is null)
        {
            known = db.Manifests.Add(new FactoryManifest(id, maker.Maker, maker.Id, reader.Head.Devices, reader.Head.Digest, now)).Entity;
        }
        else
        {
            known.ImportAgain(maker.Maker, now);
        }

        await log.AppendAsync(OperatorEvents.ManifestImported, new LoggedAct(null, About: $"{maker.Maker} {id}"), ct);
        await rows.CountAnewAsync(ct);
        var contradicted = await duplicates.Contradicted(db.Devices, db.AttestedDevices.Where(d => d.ManifestId == id)).CountAsync(ct);
        await transaction.CommitAsync(ct);
        return (null, new(known, WasThere: false, contradicted));
    }

    // The unique indexes say whether something is there already; what it is, and in which record, is looked up only then.
    private async Task<ManifestFailure?> WriteAsync(IDbContextTransaction transaction, string id, List<ManifestRecord> batch, long before, CancellationToken ct)
    {
        await transaction.CreateSavepointAsync(Batch, ct);
        try
        {
            await rows.WriteAsync(id, batch, ct);
        }
        catch (DbUpdateException)
        {
            await transaction.RollbackToSavepointAsync(Batch, ct);
            if (await TakenAsync(batch, before, ct) is { } taken)
            {
                return taken;
            }

            throw;
        }

        await transaction.ReleaseSavepointAsync(Batch, ct);
        return null;
    }

    private async Task<ManifestFailure?> TakenAsync(List<ManifestRecord> batch, long before, CancellationToken ct)
    {
        var ids = batch.Select(r => new DeviceId(r.Device.Text)).ToList();
        var serials = batch.Select(r => r.Serial).ToList();
        var imeis = batch.SelectMany(r => r.Imeis.Select(i => i.Digits)).ToList();
        var keys = (await db.AttestedDevices.Where(d => EF.Parameter(ids).Contains(d.DeviceId)).Select(d => new { d.DeviceId, d.ManifestId }).ToListAsync(ct)).ToDictionary(d => d.DeviceId.Value, d => d.ManifestId);
        var names = (await db.AttestedDevices.Where(d => EF.Parameter(serials).Contains(d.Serial)).Select(d => new { d.Serial, d.Model, d.ManifestId }).ToListAsync(ct)).ToDictionary(d => (d.Serial, d.Model), d => d.ManifestId);
        var modems = (await db.AttestedImeis.Where(i => EF.Parameter(imeis).Contains(i.Imei)).Join(db.AttestedDevices, i => i.DeviceId, d => d.DeviceId, (i, d) => new { i.Imei, d.ManifestId }).ToListAsync(ct))
            .ToDictionary(i => i.Imei, i => i.ManifestId);
        foreach (var record in batch)
        {
            var number = ++before;
            var (key, name) = (record.Device.Text, (record.Serial, record.Model));
            if (!keys.TryAdd(key, Here))
            {
                return new("device_repeated", number, key, keys[key]);
            }

            if (!names.TryAdd(name, Here))
            {
                return new("serial_repeated", number, $"{record.Serial} ({record.Model})", names[name]);
            }

            foreach (var imei in record.Imeis)
            {
                if (!modems.TryAdd(imei.Digits, Here))
                {
                    return new("imei_repeated", number, imei.Text, modems[imei.Digits]);
                }
            }
        }

        return null;
    }
}
