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
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;
using Tenure.Server.Proofs.Contracts;
using Tenure.Server.SignIn.Contracts;
using Request = Tenure.Client.Flashing.StartRestore;

namespace Tenure.Server.Flashing.Restores;

/// <summary>A holder approves, with two proofs and from a bound computer, that a device of theirs is flashed with one package. The approval lives a day; each start of the device has a ticket of its own under it.</summary>
internal sealed class StartRestore(
    TenureDb db, ComputerCheck computers, TwoProofs proofs, HolderDevices devices, FirmwareBook firmware, RateLimits limits, IOptions<FlashOptions> options, DeviceLogBook book, FlashMails mails,
    TimeProvider clock, FlashingLog log)
{
    public static void Map(IEndpointRouteBuilder restores) => restores
        .MapPost("/", async Task<Results<Ok<Restore>, RefusalResult>> (Request request, HttpContext context, CurrentAccount caller, StartRestore start, CancellationToken ct) =>
            TypedResults.From(await start.ExecuteAsync(context, caller, request, ct)))
        .WithSummary("Approve that a device is flashed with a package");

    public async Task<Answer<Restore>> ExecuteAsync(HttpContext context, CurrentAccount caller, Request request, CancellationToken ct)
    {
        var malformed = SecondProof.Read(request.Transaction, request.Code, out var second)
            ?? WellFormedText.Check(request.DeviceId, "deviceId") ?? WellFormedText.Check(request.Manifest, "manifest") ?? WellFormedText.Check(request.Password, "password");
        if (malformed is not null)
        {
            return malformed;
        }

        var computer = await computers.ProveBoundAsync(context, caller, ct);
        if (computer.Refusal is { } unproven)
        {
            return unproven;
        }

        RestoreJob? job = null;
        UsableFirmware? package = null;
        var taken = false;
        if (await proofs.ExecuteAsync(caller, request.Password, second, ProofPurpose.DeviceRestore, ApproveAsync, ct) is { } refusal)
        {
            return refusal;
        }

        log.RestoreApproved(job!.Id, job.DeviceId, job.Manifest);
        return job.ToRestore(package!.Package, isOvertaken: false, clock.GetUtcNow());

        async Task<Refusal?> ApproveAsync(Account account, CancellationToken token)
        {
            var now = clock.GetUtcNow();
            if (account.RefuseFarReaching(now) is { } stopped)
            {
                return stopped;
            }

            if (await devices.FindAsync(caller.Id, new DeviceId(request.DeviceId), token) is not { } device)
            {
                return FlashRefusals.DeviceNotFound;
            }

            var found = await firmware.FindAsync(request.Manifest, token);
            if ((RestoreJob.MayRestore(device, caller.Id) ?? found.Refusal ?? FirmwareFit.Check(found.Value.Facts, await devices.FactsAsync(device, token))) is { } no)
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

            var secret = Codes.DrawId();
            job = RestoreJob.Approve(
                device, caller.Id, new Guid(RandomNumberGenerator.GetBytes(16)), computer.Value.Id, request.Manifest, request.EraseUserData, package.Manifest.EntriesFor(request.EraseUserData).Count, Codes.KeyOf(secret), now);
            db.Restores.Add(job);
            await book.AppendAsync(device, DeviceEvents.RestoreApproved, ticket: null, "computer", token);
            await mails.RestoreApprovedAsync(account, device, package.Package, computer.Value, job, secret, token);
            return null;
        }
    }
}
