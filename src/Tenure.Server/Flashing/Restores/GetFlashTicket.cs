using System.Buffers.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Tenure.Client.Devices;
using Tenure.Domain;
using Tenure.Domain.Devices;
using Tenure.Domain.Flashing;
using Tenure.Protocols.Firmware;
using Tenure.Protocols.Tickets;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Devices.Contracts;
using Tenure.Server.Flashing.Packages;
using Tenure.Server.Flashing.Workshops;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;

namespace Tenure.Server.Flashing.Restores;

/// <summary>The ticket of a restore for one start of its device. All that was asked when it was approved is asked again, now of what the device says itself.</summary>
internal sealed class GetFlashTicket(TenureDb db, ComputerCheck computers, WorkshopAccess access, FlashTickets tickets, HolderDevices devices, FirmwareBook firmware, AccountDirectory accounts, TimeProvider clock)
{
    public static void Map(IEndpointRouteBuilder restores) => restores
        .MapPost("/{id}/tickets", async Task<Results<Ok<DeviceTicket>, RefusalResult>> (
            Guid id, DeviceEvidence request, HttpContext context, CurrentAccount caller, GetFlashTicket get, CancellationToken ct) =>
            TypedResults.From(await get.ExecuteAsync(context, caller, id, request.Evidence, ct)))
        .WithSummary("A flash ticket for one start of the device");

    public async Task<Answer<DeviceTicket>> ExecuteAsync(HttpContext context, CurrentAccount caller, Guid id, string evidence, CancellationToken ct)
    {
        if (WellFormedText.Check(evidence, "evidence") is { } malformed)
        {
            return malformed;
        }

        var workshop = await db.Restores.Where(j => j.Id == id && j.TakenBy != null).Select(j => j.WorkshopId).FirstOrDefaultAsync(ct);
        var computer = workshop is { } of ? await AtWorkshopAsync(context, caller, of, ct) : await OwnAsync(context, caller, ct);
        return computer.Refusal is { } unproven ? unproven : await tickets.FlashAsync(evidence, (proven, token) => DecideAsync(caller, id, workshop, computer.Value, proven, token), ct);
    }

    private async Task<Answer<ComputerId>> OwnAsync(HttpContext context, CurrentAccount caller, CancellationToken ct)
    {
        var own = await computers.ProveBoundAsync(context, caller, ct);
        return own.Refusal is { } unproven ? unproven : own.Value.Id;
    }

    // Who works for another workshop learns nothing of the restore.
    private async Task<Answer<ComputerId>> AtWorkshopAsync(HttpContext context, CurrentAccount caller, Guid workshop, CancellationToken ct)
    {
        var here = await computers.ProveHereAsync(context, caller, ct);
        if (here.Refusal is { } unproven)
        {
            return unproven;
        }

        var bound = await access.AtComputerAsync(caller.Id, workshop, here.Value, ct);
        return bound.Refusal == WorkshopRefusals.Unknown ? FlashRefusals.RestoreNotFound : bound.Refusal is { } refusal ? refusal : bound.Value.Id;
    }

    private async Task<Answer<FlashOrder>> DecideAsync(CurrentAccount caller, Guid id, Guid? workshop, ComputerId computer, ProvenEvidence proven, CancellationToken ct)
    {
        if (await db.Restores.FirstOrDefaultAsync(j => j.Id == id && (workshop != null ? j.WorkshopId == workshop : j.AccountId == caller.Id && j.WorkshopId == null), ct) is not { } job)
        {
            return FlashRefusals.RestoreNotFound;
        }

        if (await accounts.RefuseFarReachingAsync(caller.Id, ct) is { } stopped)
        {
            return stopped;
        }

        if (job.AccountId != caller.Id && await accounts.RefuseFarReachingAsync(job.AccountId, ct) is not null)
        {
            return WorkshopRefusals.ConsentStopped;
        }

        // Lost, or it cannot tell: nobody's but its holder's.
        if (workshop is not null && (proven.Device.State == Domain.Devices.DeviceState.Lost || proven.Evidence.State is not (TicketState.Free or TicketState.Held)))
        {
            return DeviceRefusals.Lost;
        }

        var found = await firmware.FindAsync(job.Manifest, ct);
        var (said, known) = (FactsOf(proven.Evidence), await devices.FactsAsync(proven.Device, ct));
        if (((job.IsOfFree ? RestoreJob.MayRestoreFree(proven.Device) : RestoreJob.MayRestore(proven.Device, job.AccountId)) ?? found.Refusal ?? FirmwareFit.Check(found.Value.Facts, said) ?? FirmwareFit.Check(found.Value.Facts, known)
            ?? job.TakeTicket(proven.Device, computer, clock.GetUtcNow())) is { } refusal)
        {
            return refusal;
        }

        return new FlashOrder
        {
            JobId = job.Id.ToByteArray(bigEndian: true),
            Actor = workshop is null ? FlashActor.Holder : FlashActor.Workshop,
            Operations = OperationsOf(found.Value.Manifest.EntriesFor(job.EraseUserData)),
            Manifest = Base64Url.DecodeFromChars(job.Manifest),
            LeastIndexes = known.RollbackIndexes,
            EraseUserData = job.EraseUserData,
            Region = proven.Evidence.Facts.Region,
        };
    }

    private static FirmwareFacts FactsOf(Evidence evidence) =>
        new(evidence.HardwareModel, evidence.Facts.Region is { } region ? [region] : [], evidence.Facts.RollbackIndexes ?? new Dictionary<uint, ulong>());

    // No more than the package needs; reading back what was written, and leaving, always.
    private static FlashOperations OperationsOf(IReadOnlyList<FirmwareEntry> entries) => entries.Aggregate(FlashOperations.Read | FlashOperations.Power, (all, entry) => all | entry switch
    {
        FirmwareProgram => FlashOperations.Program,
        FirmwareErase => FlashOperations.Erase,
        FirmwarePatch => FlashOperations.Patch,
        _ => FlashOperations.SetBootable,
    });
}
