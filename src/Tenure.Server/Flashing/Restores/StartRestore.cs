using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Tenure.Client.Flashing;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Domain.Devices;
using Tenure.Domain.Flashing;
using Tenure.Domain.SignIn;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Devices.Contracts;
using Tenure.Server.Flashing.Packages;
using Tenure.Server.Flashing.Workshops;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;
using Tenure.Server.Proofs.Contracts;
using Tenure.Server.SignIn.Contracts;
using Request = Tenure.Client.Flashing.StartRestore;

namespace Tenure.Server.Flashing.Restores;

/// <summary>A holder approves, with two proofs and from a bound computer, that a device of theirs is flashed with one package. The approval lives a day; each start of the device has a ticket of its own under it.
/// A member of a workshop approves it in the same way for a device that nobody holds, from a computer of the workshop.</summary>
internal sealed class StartRestore(
    TenureDb db, ComputerCheck computers, WorkshopAccess access, TwoProofs proofs, HolderDevices devices, FirmwareBook firmware, RateLimits limits, IOptions<FlashOptions> options, DeviceLogBook book, FlashMails mails,
    TimeProvider clock, FlashingLog log)
{
    public static void Map(IEndpointRouteBuilder restores) => restores
        .MapPost("/", async Task<Results<Ok<Restore>, RefusalResult>> (Request request, HttpContext context, CurrentAccount caller, StartRestore start, CancellationToken ct) =>
            TypedResults.From(await start.ExecuteAsync(context, caller, request, ct)))
        .WithSummary("Approve that a device is flashed with a package");

    public async Task<Answer<Restore>> ExecuteAsync(HttpContext context, CurrentAccount caller, Request request, CancellationToken ct)
    {
        var malformed = SecondProof.Read(request.Transaction, request.Code, out var second)
            ?? WellFormedText.Check(request.DeviceId, "deviceId") ?? WellFormedText.Check(request.Manifest, "manifest") ?? WellFormedText.Check(request.Password, "password") ?? WellFormedText.Check(request.Workshop, "workshop");
        if (malformed is not null)
        {
            return malformed;
        }

        var place = await PlaceAsync(context, caller, request.Workshop, ct);
        if (place.Refusal is { } unproven)
        {
            return unproven;
        }

        var (computer, computerName, workshop) = place.Value;

        RestoreJob? job = null;
        UsableFirmware? package = null;
        var taken = false;
        if (await proofs.ExecuteAsync(caller, request.Password, second, ProofPurpose.DeviceRestore, ApproveAsync, ct) is { } refusal)
        {
            return refusal;
        }

        log.RestoreApproved(job!.Id, job.DeviceId, job.Manifest);
        return job.ToRestore(package!.Package, isOvertaken: false, clock.GetUtcNow(), workshop?.Name);

        async Task<Refusal?> ApproveAsync(Account account, CancellationToken token)
        {
            var now = clock.GetUtcNow();
            if (account.RefuseFarReaching(now) is { } stopped)
            {
                return stopped;
            }

            var id = new DeviceId(request.DeviceId);
            if (await (workshop is null ? devices.FindAsync(caller.Id, id, token) : devices.FindAnyAsync(id, token)) is not { } device)
            {
                return FlashRefusals.DeviceNotFound;
            }

            var found = await firmware.FindAsync(request.Manifest, token);
            if (((workshop is null ? RestoreJob.MayRestore(device, caller.Id) : RestoreJob.MayRestoreFree(device)) ?? found.Refusal ?? FirmwareFit.Check(found.Value.Facts, await devices.FactsAsync(device, token))) is { } no)
            {
                return no;
            }

            // Where all is proven and something changes, and once however often it begins again.
            if (!taken && await limits.TakeAsync(RateLimit.Daily(options.Value.RestoresPerDay), "restore", caller.Id.ToString(), token) is { } tooMany)
            {
                return tooMany;
            }

            (taken, package) = (true, found.Value);
            foreach (var before in await db.Restores.Where(j => j.AccountId == caller.Id && j.DeviceId == device.Id && j.End == RestoreEnd.None).ToListAsync(token))
            {
                _ = before.Finish(RestoreEnd.Ended, now);
            }

            var (secret, fresh, entries) = (Codes.DrawId(), new Guid(RandomNumberGenerator.GetBytes(16)), package.Manifest.EntriesFor(request.EraseUserData).Count);
            job = workshop is null
                ? RestoreJob.Approve(device, caller.Id, fresh, computer, request.Manifest, request.EraseUserData, entries, Codes.KeyOf(secret), now)
                : RestoreJob.OfFree(device, caller.Id, workshop.Id, fresh, computer, request.Manifest, request.EraseUserData, entries, Codes.KeyOf(secret), now);
            db.Restores.Add(job);
            await book.AppendAsync(device, DeviceEvents.RestoreApproved, ticket: null, workshop is null ? "computer" : "workshop", token);
            await mails.RestoreApprovedAsync(account, device, package.Package, computerName, job, secret, token);
            return null;
        }
    }

    // The caller's own computer, or the workshop's that they sit at.
    private async Task<Answer<(ComputerId Id, string Name, Workshop? Workshop)>> PlaceAsync(HttpContext context, CurrentAccount caller, string? workshop, CancellationToken ct)
    {
        if (workshop is null)
        {
            var own = await computers.ProveBoundAsync(context, caller, ct);
            return own.Refusal is { } unbound ? unbound : (own.Value.Id, own.Value.Name, null);
        }

        var here = await computers.ProveHereAsync(context, caller, ct);
        if (here.Refusal is { } unproven)
        {
            return unproven;
        }

        var found = await access.FindAsync(caller.Id, workshop, ct);
        if (found.Refusal is { } unknown)
        {
            return unknown;
        }

        var bound = await access.AtComputerAsync(caller.Id, found.Value.Id, here.Value, ct);
        return bound.Refusal is { } refusal ? refusal : (bound.Value.Id, bound.Value.Name, found.Value);
    }
}
