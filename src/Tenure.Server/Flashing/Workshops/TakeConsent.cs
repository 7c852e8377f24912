using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Tenure.Client.Flashing;
using Tenure.Domain;
using Tenure.Domain.Devices;
using Tenure.Domain.Flashing;
using Tenure.Domain.SignIn;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Devices.Contracts;
using Tenure.Server.Flashing.Packages;
using Tenure.Server.Flashing.Restores;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;
using Tenure.Server.SignIn.Contracts;
using Request = Tenure.Client.Flashing.TakeConsent;

namespace Tenure.Server.Flashing.Workshops;

/// <summary>A member of a workshop begins, at the computer that the holder named, what the holder allowed: once.</summary>
internal sealed class TakeConsent(
    TenureDb db, ComputerCheck computers, WorkshopAccess access, AccountChange change, HolderDevices devices, RateLimits limits, FlashMails mails, TimeProvider clock, FlashingLog log)
{
    // Nobody guesses 80 bits; this keeps a broken program from trying all day.
    private static readonly RateLimit Tries = RateLimit.Hourly(20);

    public static void Map(IEndpointRouteBuilder restores) => restores
        .MapPost("/consented", async Task<Results<Ok<Restore>, RefusalResult>> (Request request, HttpContext context, CurrentAccount caller, TakeConsent take, CancellationToken ct) =>
            TypedResults.From(await take.ExecuteAsync(context, caller, request, ct)))
        .WithSummary("Begin a restore that a holder allowed a workshop");

    public async Task<Answer<Restore>> ExecuteAsync(HttpContext context, CurrentAccount caller, Request request, CancellationToken ct)
    {
        var mistyped = ConsentCode.Read(request.Code, out var code);
        if ((WellFormedText.Check(request.DeviceId, "deviceId") ?? WellFormedText.Check(request.Manifest, "manifest") ?? mistyped) is { } malformed)
        {
            return malformed;
        }

        var here = await computers.ProveHereAsync(context, caller, ct);
        if ((here.Refusal ?? await limits.TakeAsync(Tries, "consent", caller.Id.ToString(), ct)) is { } unproven)
        {
            return unproven;
        }

        var hash = Codes.KeyOf(code);
        var found = await db.Restores.AsNoTracking().Where(j => j.ConsentHash == hash).Select(j => new { j.AccountId, j.Id, WorkshopId = j.WorkshopId!.Value }).FirstOrDefaultAsync(ct);
        // To who works for another workshop it is no code at all.
        if (found is null || await access.FindAsync(caller.Id, found.WorkshopId, ct) is not { } workshop)
        {
            return WorkshopRefusals.ConsentUnknown;
        }

        RestoreJob? job = null;
        var refused = await access.AtComputerAsync(caller.Id, workshop.Id, here.Value, ct) is { Refusal: { } refusal } ? refusal : await change.ExecuteAsync(
            found.AccountId,
            async (holder, token) =>
            {
                if (holder.RefuseFarReaching(clock.GetUtcNow()) is not null)
                {
                    return WorkshopRefusals.ConsentStopped;
                }

                job = await db.Restores.FirstAsync(j => j.AccountId == found.AccountId && j.Id == found.Id, token);
                if (await devices.FindAnyAsync(new DeviceId(request.DeviceId), token) is not { } device)
                {
                    return FlashRefusals.DeviceNotFound;
                }

                if (job.Take(device, here.Value, request.Manifest, request.EraseUserData, caller.Id, clock.GetUtcNow()) is { } no)
                {
                    return no;
                }

                await mails.WorkshopBeganAsync(holder, device, workshop, token);
                return null;
            },
            ct);
        if (refused is not null)
        {
            // That is what the change says of an account that is suspended.
            return refused.Code == SignInRefusals.StepUpFailed.Code ? WorkshopRefusals.ConsentStopped : refused;
        }

        log.ConsentTaken(workshop.Id, job!.Id);
        return job.ToRestore(await db.FirmwarePackages.AsNoTracking().FirstOrDefaultAsync(p => p.Digest == job.Manifest, ct), isOvertaken: false, clock.GetUtcNow(), workshop.Name);
    }
}
