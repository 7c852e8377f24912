using System.ComponentModel;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Accounts;
using Tenure.Domain.Flashing;
using Tenure.Server.Data;
using Tenure.Server.Exports.Contracts;
using Tenure.Server.Flashing.Restores;
using Tenure.Server.Flashing.Unlocks;
using Tenure.Server.Flashing.Workshops;

namespace Tenure.Server.Flashing;

/// <summary>A person's computers, what was approved on them, and their work for workshops.</summary>
internal sealed class ExportedComputers(TenureDb db) : IExportSource
{
    public IReadOnlyList<ExportPart> Parts =>
    [
        ExportPart.Rows("computers", ["computers"], ReadComputers),
        ExportPart.Rows("restores", ["restores"], ReadRestores),
        ExportPart.Rows("unlocks", ["unlocks"], ReadUnlocks),
        ExportPart.Rows("workshops", ["workshop_members", "workshop_computers"], ReadWorkshopsAsync),
    ];

    private IAsyncEnumerable<ExportedComputer> ReadComputers(AccountId account, CancellationToken ct) => db.KnownComputers.AsNoTracking().Where(c => c.AccountId == account).OrderBy(c => c.AppliedAt)
        .Select(c => new ExportedComputer(c.Id.Value, c.Name, c.AppliedAt, c.BoundAt, c.RemovedAt)).AsAsyncEnumerable();

    // What a person carried out for a workshop is told without the customer's device.
    private IAsyncEnumerable<ExportedRestore> ReadRestores(AccountId account, CancellationToken ct) => db.Restores.AsNoTracking().Where(r => r.AccountId == account || r.TakenBy == account).OrderBy(r => r.CreatedAt)
        .Select(r => new ExportedRestore(
            r.AccountId == account ? r.DeviceId.Value : null, r.AccountId == account ? "approved" : "carriedOut", r.Manifest, r.EraseUserData, r.CreatedAt, r.EndsAt, r.End, r.EndedAt, r.Tickets, r.EntriesDone, r.EntriesFailed))
        .AsAsyncEnumerable();

    private IAsyncEnumerable<ExportedUnlock> ReadUnlocks(AccountId account, CancellationToken ct) => db.Unlocks.AsNoTracking().Where(u => u.AccountId == account).OrderBy(u => u.AppliedAt)
        .Select(u => new ExportedUnlock(u.DeviceId.Value, u.AppliedAt, u.DueAt, u.CancelledAt, u.TicketAt)).AsAsyncEnumerable();

    private async IAsyncEnumerable<ExportedWorkshop> ReadWorkshopsAsync(AccountId account, [EnumeratorCancellation] CancellationToken ct)
    {
        var names = await db.Workshops.AsNoTracking().ToDictionaryAsync(w => w.Id, w => w.Name, ct);
        foreach (var member in await db.WorkshopMembers.AsNoTracking().Where(m => m.AccountId == account).ToListAsync(ct))
        {
            yield return new ExportedWorkshop(names.GetValueOrDefault(member.WorkshopId), "member", member.AddedAt, member.IsHead, Computer: null);
        }

        foreach (var computer in await db.WorkshopComputers.AsNoTracking().Where(c => c.AppliedBy == account).ToListAsync(ct))
        {
            yield return new ExportedWorkshop(names.GetValueOrDefault(computer.WorkshopId), "computer", computer.AppliedAt, IsHead: false, computer.Name);
        }
    }

    internal sealed record ExportedComputer(
        [property: Description("The thumbprint of its key")] string Id,
        [property: Description("Its name")] string Name,
        [property: Description("When it was applied for")] DateTimeOffset AppliedAt,
        [property: Description("From when on it counts")] DateTimeOffset BoundAt,
        [property: Description("When it was removed, for 60 days")] DateTimeOffset? RemovedAt);

    internal sealed record ExportedRestore(
        [property: Description("The device's id; absent for a customer's")] string? DeviceId,
        [property: Description("approved by you, or carriedOut for a workshop")] string Side,
        [property: Description("The digest of the package's manifest")] string Manifest,
        [property: Description("Whether user data was to be erased")] bool EraseUserData,
        [property: Description("When it was approved")] DateTimeOffset CreatedAt,
        [property: Description("Until when it could be carried out")] DateTimeOffset EndsAt,
        [property: Description("How it ended; none while it did not")] RestoreEnd End,
        [property: Description("When it ended")] DateTimeOffset? EndedAt,
        [property: Description("Tickets that were made for it")] int Tickets,
        [property: Description("Entries that the device said to be written")] long? EntriesDone,
        [property: Description("Entries that it said to have failed")] long? EntriesFailed);

    internal sealed record ExportedUnlock(
        [property: Description("The device's id")] string DeviceId,
        [property: Description("When it was applied for")] DateTimeOffset AppliedAt,
        [property: Description("When the wait is over")] DateTimeOffset DueAt,
        [property: Description("When it was taken back")] DateTimeOffset? CancelledAt,
        [property: Description("When the ticket was made")] DateTimeOffset? TicketAt);

    internal sealed record ExportedWorkshop(
        [property: Description("The workshop's name")] string? Workshop,
        [property: Description("member, or computer that you applied for")] string What,
        [property: Description("Since when")] DateTimeOffset At,
        [property: Description("Whether you lead it")] bool IsHead,
        [property: Description("The computer's name")] string? Computer);
}
