using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Accounts;
using Tenure.Domain.Flashing;
using Tenure.Server.Data;
using Tenure.Server.Platform;

namespace Tenure.Server.Flashing.Workshops;

/// <summary>For which workshop an account acts. Asked anew at each step: a member who left, and the computer that they took along, are of no use.</summary>
internal sealed class WorkshopAccess(TenureDb db, TimeProvider clock)
{
    /// <summary>The workshop of this name, tracked; of others than its members nobody learns here whether there is one. A holder's page tells that, and not often.</summary>
    public async Task<Answer<Workshop>> FindAsync(AccountId member, string? name, CancellationToken ct)
    {
        if (Workshop.ReadName(name, out var read) is { } malformed)
        {
            return malformed;
        }

        var key = Workshop.KeyOf(read);
        return await OfAsync(member, db.Workshops.Where(w => w.Key == key), ct) is { } found ? found : WorkshopRefusals.Unknown;
    }

    /// <summary>The same, for what only a head may do.</summary>
    public async Task<Answer<Workshop>> FindForHeadAsync(AccountId member, string? name, CancellationToken ct)
    {
        var found = await FindAsync(member, name, ct);
        return found.Refusal is null && !await db.WorkshopMembers.AnyAsync(m => m.AccountId == member && m.WorkshopId == found.Value.Id && m.IsHead, ct) ? WorkshopRefusals.HeadOnly : found;
    }

    /// <summary>The workshop, tracked, whose member the account is; <c>null</c> where it is none, or there is none.</summary>
    public Task<Workshop?> FindAsync(AccountId member, Guid id, CancellationToken ct) => OfAsync(member, db.Workshops.Where(w => w.Id == id), ct);

    /// <summary>The workshop's computer that a member sits at, bound and not waiting any more.</summary>
    public async Task<Answer<WorkshopComputer>> AtComputerAsync(AccountId member, Guid workshop, ComputerId computer, CancellationToken ct)
    {
        if (await FindAsync(member, workshop, ct) is null)
        {
            return WorkshopRefusals.Unknown;
        }

        var known = await db.WorkshopComputers.AsNoTracking().FirstOrDefaultAsync(c => c.WorkshopId == workshop && c.Id == computer, ct);
        return known is null ? WorkshopRefusals.ComputerNotBound : known.RefuseWaiting(clock.GetUtcNow()) is { } waiting ? waiting : known;
    }

    /// <summary>The workshops that an account works for, by name.</summary>
    public Task<List<Workshop>> OfAsync(AccountId member, CancellationToken ct) =>
        ThatHave(member, db.Workshops.AsNoTracking()).OrderBy(w => w.Name).ToListAsync(ct);

    private Task<Workshop?> OfAsync(AccountId member, IQueryable<Workshop> among, CancellationToken ct) =>
        ThatHave(member, among).FirstOrDefaultAsync(ct);

    private IQueryable<Workshop> ThatHave(AccountId member, IQueryable<Workshop> among)
    {
        var own = db.WorkshopMembers.Where(m => m.AccountId == member).Select(m => m.WorkshopId);
        return among.Where(w => w.RemovedAt == null && own.Contains(w.Id));
    }
}
