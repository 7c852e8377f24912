using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Accounts;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Exports.Contracts;

namespace Tenure.Server.Exports;

/// <summary>
/// Makes one archive: from one state of the database, into a file that this process alone has open. One that dies on the way leaves the export as it was asked for, and the next begins it again, with another key.
/// </summary>
internal sealed class MakeExport(TenureDb db, ExportStore store, IEnumerable<IExportSource> capabilities, IServiceScopeFactory scopes, TimeProvider clock, ExportsLog log)
{
    public async Task ExecuteAsync(Guid id, CancellationToken ct)
    {
        await using var file = store.Take(id);
        if (file is null || await db.Exports.AsNoTracking().FirstOrDefaultAsync(e => e.Id == id && e.State == AccountExportState.Making, ct) is not { } export)
        {
            // Another process has it, or had it.
            return;
        }

        var key = RandomNumberGenerator.GetBytes(32);
        var parts = ExportArchive.PartsOf(capabilities);
        await NoteAsync(export, 0, parts.Count, ct);
        await db.BeginSnapshotAsync(ct);
        if (await db.Accounts.AsNoTracking().FirstOrDefaultAsync(a => a.Id == export.AccountId, ct) is not { } account)
        {
            return;
        }

        await using var archive = ExportStore.Begin(id, file, key);
        await ExportArchive.WriteAsync(archive, export.AccountId, account.Language, clock.GetUtcNow(), parts, done => NoteAsync(export, done, parts.Count, ct), ct);
        archive.Complete();
        await FinishAsync(export, store.Seal(id, key), archive.Length, ct);
    }

    // Beside the state that is read from.
    private async Task NoteAsync(AccountExport export, int done, int of, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<TenureDb>().Exports.Where(e => e.AccountId == export.AccountId && e.Id == export.Id && e.State == AccountExportState.Making)
            .ExecuteUpdateAsync(e => e.SetProperty(x => x.Done, done).SetProperty(x => x.Of, of), ct);
    }

    // While the file is still taken: nobody begins it again.
    private async Task FinishAsync(AccountExport export, byte[] key, long length, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var (other, mails) = (services.GetRequiredService<TenureDb>(), services.GetRequiredService<ExportMails>());
        var refusal = await services.GetRequiredService<AccountChange>().ExecuteAsync(
            export.AccountId,
            async (account, token) =>
            {
                if (await other.Exports.FirstOrDefaultAsync(e => e.AccountId == export.AccountId && e.Id == export.Id && e.State == AccountExportState.Making, token) is not { } made)
                {
                    return ExportRefusals.None;
                }

                made.Finish(key, length, clock.GetUtcNow());
                await mails.ReadyAsync(account, made, token);
                return null;
            },
            ct);
        if (refusal is null)
        {
            log.Ready(export.Id, length);
            return;
        }

        // Discarded or erased meanwhile, or nobody can sign in any more.
        await other.Exports.Where(e => e.AccountId == export.AccountId && e.Id == export.Id && e.State == AccountExportState.Making)
            .ExecuteUpdateAsync(e => e.SetProperty(x => x.State, AccountExportState.Over).SetProperty(x => x.Version, x => x.Version + 1), ct);
        store.Remove(export.Id);
    }
}
