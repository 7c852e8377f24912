using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Tenure.Client.Devices;
using Tenure.Client.Flashing;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Domain.Devices;
using Tenure.Domain.Flashing;
using Tenure.Domain.SignIn;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Devices.Contracts;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;
using Tenure.Server.Proofs.Contracts;

namespace Tenure.Server.Flashing.Unlocks;

/// <summary>A holder has a device's bootloader unlocked: applied for with two proofs, after a wait that this server counts, by a ticket that answers the device itself. Nothing of it is quick, and all of it is told.</summary>
internal sealed class UnlockDevice(
    TenureDb db, TwoProofs proofs, PasswordStepUp stepUp, ProofChanges changes, AccountChange change, AccountDirectory accounts, HolderDevices devices, FlashTickets tickets, IOptions<FlashOptions> options, DeviceLogBook book, FlashMails mails,
    TimeProvider clock, FlashingLog log)
{
    public static void Map(IEndpointRouteBuilder devices)
    {
        devices.MapGet("/{id}/unlock", async Task<Results<Ok<DeviceUnlock>, RefusalResult>> (string id, CurrentAccount caller, UnlockDevice unlock, CancellationToken ct) =>
                TypedResults.From(await unlock.GetAsync(caller, new DeviceId(id), ct)))
            .WithSummary("How the unlocking of a device stands");
        devices.MapPost("/{id}/unlock", async Task<Results<Ok<DeviceUnlock>, RefusalResult>> (string id, ApplyUnlock request, CurrentAccount caller, UnlockDevice unlock, CancellationToken ct) =>
                TypedResults.From(await unlock.ApplyAsync(caller, new DeviceId(id), request, ct)))
            .WithSummary("Apply to have a device's bootloader unlocked");
        devices.MapDelete("/{id}/unlock", async Task<Results<NoContent, RefusalResult>> (string id, CurrentAccount caller, UnlockDevice unlock, CancellationToken ct) =>
                TypedResults.From(await unlock.CancelAsync(caller, new DeviceId(id), ct)))
            .WithSummary("Take that back");
        devices.MapPost("/{id}/unlock/tickets", async Task<Results<Ok<DeviceTicket>, RefusalResult>> (string id, TakeUnlock request, CurrentAccount caller, UnlockDevice unlock, CancellationToken ct) =>
                TypedResults.From(await unlock.GetTicketAsync(caller, new DeviceId(id), request, ct)))
            .WithSummary("An unlock ticket for the device in hand");
    }

    public async Task<Answer<DeviceUnlock>> GetAsync(CurrentAccount caller, DeviceId id, CancellationToken ct)
    {
        if (await devices.FindAsync(caller.Id, id, ct) is not { } device)
        {
            return FlashRefusals.DeviceNotFound;
        }

        var now = clock.GetUtcNow();
        var account = await db.Accounts.AsNoTracking().FirstAsync(a => a.Id == caller.Id, ct);
        var request = await FindAsync(caller.Id, id, ct);
        var reason = UnlockRequest.MayUnlock(device, caller.Id) ?? account.RefuseFarReaching(now) ?? (request?.Stands(now) == true && request.HasTicket ? null : await RefuseMoreAsync(caller.Id, id, now, ct));
        return Answer(device, request, reason, now);
    }

    public async Task<Answer<DeviceUnlock>> ApplyAsync(CurrentAccount caller, DeviceId id, ApplyUnlock request, CancellationToken ct)
    {
        if ((SecondProof.Read(request.Transaction, request.Code, out var second) ?? WellFormedText.Check(request.Password, "password")) is { } unreadable)
        {
            return unreadable;
        }

        Device? device = null;
        UnlockRequest? applied = null;
        if (await proofs.ExecuteAsync(caller, request.Password, second, ProofPurpose.DeviceUnlock, ApplyAsync, ct) is { } refusal)
        {
            return refusal;
        }

        log.UnlockApplied(id, applied!.DueAt);
        return Answer(device!, applied, reason: null, clock.GetUtcNow());

        async Task<Refusal?> ApplyAsync(Account account, CancellationToken token)
        {
            var now = clock.GetUtcNow();
            if (account.RefuseFarReaching(now) is { } stopped)
            {
                return stopped;
            }

            if (await devices.FindAsync(caller.Id, id, token) is not { } held)
            {
                return FlashRefusals.DeviceNotFound;
            }

            if ((UnlockRequest.MayUnlock(held, caller.Id) ?? await RefuseMoreAsync(caller.Id, id, now, token)) is { } no)
            {
                return no;
            }

            var wait = UnlockRequest.WaitOf(options.Value.WaitOf(held.Model), second.IsFree);
            (device, applied) = (held, await FindAsync(caller.Id, id, token));
            var isChanged = applied is null || applied.ApplyAgain(wait, now);
            if (applied is null)
            {
                applied = UnlockRequest.Apply(caller.Id, id, wait, now);
                db.Unlocks.Add(applied);
            }

            if (!isChanged)
            {
                return null;
            }

            if (await changes.TakeAsync(caller.Id, SecurityEventKind.UnlockApplied, token) is { } often)
            {
                return often;
            }

            await book.AppendAsync(held, DeviceEvents.UnlockApplied, ticket: null, "page", token);
            await mails.UnlockAppliedAsync(account, held, applied.DueAt, token);
            return null;
        }
    }

    /// <summary>Takes it back: wherever the holder is signed in, without the password, for it makes less possible.</summary>
    public async Task<Refusal?> CancelAsync(CurrentAccount caller, DeviceId id, CancellationToken ct) => await change.ExecuteAsync(
        caller.Id,
        async (account, token) =>
        {
            if (await devices.FindAsync(caller.Id, id, token) is not { } device)
            {
                return FlashRefusals.DeviceNotFound;
            }

            if (await FindAsync(caller.Id, id, token) is not { } request)
            {
                return FlashRefusals.UnlockNotAsked;
            }

            if (request.Cancel(clock.GetUtcNow()) is { } refusal)
            {
                return refusal;
            }

            await book.AppendAsync(device, DeviceEvents.UnlockCancelled, ticket: null, "page", token);
            await mails.UnlockCancelledAsync(account, device, token);
            return null;
        },
        ct);

    /// <summary>The ticket asks for the password once more: weeks may lie between it and the two proofs.</summary>
    public async Task<Answer<DeviceTicket>> GetTicketAsync(CurrentAccount caller, DeviceId id, TakeUnlock asked, CancellationToken ct)
    {
        if ((WellFormedText.Check(asked.Evidence, "evidence") ?? await stepUp.CheckAsync(caller, asked.Password, ct)) is { } unproven)
        {
            return unproven;
        }

        return await tickets.UnlockAsync(asked.Evidence, DecideAsync, ct);

        async Task<Answer<DateTimeOffset>> DecideAsync(ProvenEvidence proven, CancellationToken token)
        {
            var now = clock.GetUtcNow();
            if (proven.Device.Id != id || proven.Device.Holder != caller.Id)
            {
                return FlashRefusals.DeviceNotFound;
            }

            var early = await accounts.RefuseFarReachingAsync(caller.Id, token);
            var request = await FindAsync(caller.Id, id, token);
            var refusal = early ?? UnlockRequest.MayUnlock(proven.Device, caller.Id) ?? (request is null ? FlashRefusals.UnlockNotAsked : request.MayIssueTicket(now));
            if (refusal is null && !request!.HasTicket)
            {
                refusal = await RefuseMoreAsync(caller.Id, id, now, token);
            }

            if (refusal is not null)
            {
                return refusal;
            }

            if (!request!.HasTicket)
            {
                // Of two devices at once for the last place one begins again, and counts the other.
                (await accounts.ForUnitOfWorkAsync(caller.Id, token)).Claim();
                await mails.UnlockedAsync(caller.Id, proven.Device, token);
            }

            request.NoteTicket(now);
            proven.Device.NoteUnlockTicket(now);
            log.UnlockTicketIssued(id);
            return now;
        }
    }

    // Of another account's time with the device nothing is left: it applies anew.
    private async Task<UnlockRequest?> FindAsync(AccountId account, DeviceId device, CancellationToken ct)
    {
        var request = await db.Unlocks.FirstOrDefaultAsync(u => u.AccountId == account && u.DeviceId == device, ct);
        if (request?.Stands(clock.GetUtcNow()) == true && await devices.WasOthersSinceAsync(account, device, request.AppliedAt, ct))
        {
            _ = request.Cancel(clock.GetUtcNow());
        }

        return request;
    }

    private async Task<Refusal?> RefuseMoreAsync(AccountId account, DeviceId but, DateTimeOffset now, CancellationToken ct)
    {
        var (most, since) = (options.Value.UnlocksPerYear, now - UnlockRequest.Counts);
        return await db.Unlocks.CountAsync(u => u.AccountId == account && u.DeviceId != but && u.TicketAt > since, ct) < most ? null : FlashRefusals.UnlockLimit(most);
    }

    private static DeviceUnlock Answer(Device device, UnlockRequest? request, Refusal? reason, DateTimeOffset now) => new(
        request?.Stands(now) != true ? "none" : request.HasTicket ? "unlocked" : request.DueAt <= now ? "ready" : "waiting",
        reason?.Code, request?.Stands(now) == true ? request.AppliedAt : null, request?.Stands(now) == true ? request.DueAt : null, device.UnlockTicketAt);
}
