using Microsoft.EntityFrameworkCore;
using System.Security.Cryptography;
using Tenure.Domain.Accounts;
using Tenure.Domain.Flashing;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Flashing.Contracts;
using Tenure.Server.Flashing.Packages;
using Tenure.Server.Flashing.Restores;

namespace Tenure.Server.Flashing.Workshops;

/// <summary>The workshops: made, filled and removed by who works on the server's own machine. Each act is in the operators' log.</summary>
internal sealed class WorkshopBook(TenureDb db, OperatorLogBook log, TimeProvider clock)
{
    /// <summary>Makes a workshop.</summary>
    public async Task<(RomFailure? Failure, Workshop? Workshop)> AddAsync(string name, CancellationToken ct)
    {
        if (Workshop.ReadName(name, out var read) is not null)
        {
            return (new("name_malformed", Workshop.MaxNameLength), null);
        }

        if (await FindAsync(read, ct) is not null)
        {
            return (new("name_taken", read), null);
        }

        var workshop = new Workshop(new Guid(RandomNumberGenerator.GetBytes(16)), read, clock.GetUtcNow());
        db.Workshops.Add(workshop);
        try
        {
            await log.AppendAsync(OperatorEvents.WorkshopAdded, new LoggedAct(null, About: read), ct);
        }
        catch (DbUpdateException)
        {
            // Somebody made it at the same moment.
            return (new("name_taken", read), null);
        }

        return (null, workshop);
    }

    /// <summary>It is none any more: its computers and its members with it, and what holders allowed it.</summary>
    public async Task<(RomFailure? Failure, Workshop? Workshop)> RemoveAsync(string name, CancellationToken ct)
    {
        if (await FindAsync(name, ct) is not { } workshop)
        {
            return (new("workshop_unknown", name), null);
        }

        var now = clock.GetUtcNow();
        _ = workshop.Remove(now);
        db.RemoveRange(await db.WorkshopMembers.Where(m => m.WorkshopId == workshop.Id).ToListAsync(ct));
        db.RemoveRange(await db.WorkshopComputers.Where(c => c.WorkshopId == workshop.Id).ToListAsync(ct));
        foreach (var job in await db.Restores.Where(r => r.WorkshopId == workshop.Id && r.End == RestoreEnd.None).ToListAsync(ct))
        {
            _ = job.Finish(RestoreEnd.Ended, now);
        }

        await log.AppendAsync(OperatorEvents.WorkshopRemoved, new LoggedAct(null, About: workshop.Name), ct);
        return (null, workshop);
    }

    /// <summary>A person works for it from now on; for one who does already, whether they are a head is said anew.</summary>
    public async Task<(RomFailure? Failure, Workshop? Workshop)> AddMemberAsync(string name, string number, bool isHead, CancellationToken ct)
    {
        if (await FindAsync(name, ct) is not { } workshop)
        {
            return (new("workshop_unknown", name), null);
        }

        if (await AccountAsync(number, ct) is not { } account)
        {
            return (new("account_unknown", number), null);
        }

        if (await db.WorkshopMembers.FirstOrDefaultAsync(m => m.WorkshopId == workshop.Id && m.AccountId == account, ct) is { } known)
        {
            known.SetHead(isHead);
        }
        else if (await db.WorkshopMembers.CountAsync(m => m.WorkshopId == workshop.Id, ct) >= Workshop.MostMembers)
        {
            return (new("member_limit", Workshop.MostMembers), null);
        }
        else
        {
            db.WorkshopMembers.Add(new WorkshopMember(account, workshop.Id, isHead, clock.GetUtcNow()));
        }

        workshop.Claim();
        await log.AppendAsync(OperatorEvents.WorkshopMemberAdded, new LoggedAct(null, Account: account.ToString(), About: workshop.Name), ct);
        return (null, workshop);
    }

    /// <summary>A person does not work for it any more.</summary>
    public async Task<(RomFailure? Failure, Workshop? Workshop)> RemoveMemberAsync(string name, string number, CancellationToken ct)
    {
        if (await FindAsync(name, ct) is not { } workshop)
        {
            return (new("workshop_unknown", name), null);
        }

        if (await AccountAsync(number, ct) is not { } account || await db.WorkshopMembers.FirstOrDefaultAsync(m => m.WorkshopId == workshop.Id && m.AccountId == account, ct) is not { } member)
        {
            return (new("member_unknown", number), null);
        }

        db.WorkshopMembers.Remove(member);
        workshop.Claim();
        await log.AppendAsync(OperatorEvents.WorkshopMemberRemoved, new LoggedAct(null, Account: account.ToString(), About: workshop.Name), ct);
        return (null, workshop);
    }

    /// <summary>All that are there, and those that were.</summary>
    public async Task<IReadOnlyList<SeenWorkshop>> ListAsync(CancellationToken ct)
    {
        var all = await db.Workshops.AsNoTracking().OrderBy(w => w.Name).ToListAsync(ct);
        var members = await db.WorkshopMembers.AsNoTracking().Join(db.Accounts, m => m.AccountId, a => a.Id, (m, a) => new { m.WorkshopId, a.Number, m.IsHead, m.AddedAt }).ToListAsync(ct);
        var computers = await db.WorkshopComputers.AsNoTracking().OrderBy(c => c.AppliedAt).ToListAsync(ct);
        return [.. all.Select(w => new SeenWorkshop(
            w.Name, w.CreatedAt, w.RemovedAt,
            [.. members.Where(m => m.WorkshopId == w.Id).OrderBy(m => m.AddedAt).Select(m => new SeenMember(m.Number.Value, m.IsHead, m.AddedAt))],
            [.. computers.Where(c => c.WorkshopId == w.Id).Select(c => new SeenComputer(c.Name, c.Id.Value, c.BoundAt))]))];
    }

    private Task<Workshop?> FindAsync(string name, CancellationToken ct)
    {
        var key = Workshop.KeyOf(name);
        return db.Workshops.FirstOrDefaultAsync(w => w.Key == key && w.RemovedAt == null, ct);
    }

    private async Task<AccountId?> AccountAsync(string typed, CancellationToken ct) =>
        AccountNumber.TryRead(typed, out var number) ? await db.Accounts.Where(a => a.Number == number).Select(a => (AccountId?)a.Id).FirstOrDefaultAsync(ct) : null;
}
