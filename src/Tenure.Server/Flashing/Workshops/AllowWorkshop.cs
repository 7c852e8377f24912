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
using Tenure.Server.Flashing.Restores;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;
using Tenure.Server.Proofs.Contracts;
using Tenure.Server.SignIn.Contracts;
using Request = Tenure.Client.Flashing.AllowWorkshop;

namespace Tenure.Server.Flashing.Workshops;

/// <summary>A holder allows one workshop, at one computer of it, to restore one device with one package, once and within a day: with two proofs. What it gives is a code, of which only the hash is kept.</summary>
internal sealed class AllowWorkshop(
    TenureDb db, TwoProofs proofs, HolderDevices devices, FirmwareBook firmware, RateLimits limits, IOptions<FlashOptions> options, DeviceLogBook book, FlashMails mails, TimeProvider clock, FlashingLog log)
{
    public static void Map(IEndpointRouteBuilder restores) => restores
        .MapPost("/consents", async Task<Results<Ok<WorkshopConsent>, RefusalResult>> (Request request, CurrentAccount caller, AllowWorkshop allow, CancellationToken ct) =>
            TypedResults.From(await allow.ExecuteAsync(caller, request, ct)))
        .WithSummary("Allow a workshop one restore of a device");

    // Whoever holds any device may look for a workshop by its name: often enough to find one's own, and not to list them.
    private static readonly RateLimit Looks = RateLimit.Hourly(20);

    /// <summary>What a holder sees before they allow anything: the workshop of this name and its computers, counted by account.</summary>
    public async Task<Answer<(Workshop Workshop, IReadOnlyList<WorkshopComputer> Computers)>> LookAsync(CurrentAccount caller, string? name, CancellationToken ct)
    {
        if (await limits.TakeAsync(Looks, "workshop", caller.Id.ToString(), ct) is { } tooMany)
        {
            return tooMany;
        }

        return await FindAsync(name, ct) is { } found ? found : WorkshopRefusals.Unknown;
    }

    private async Task<(Workshop Workshop, IReadOnlyList<WorkshopComputer> Computers)?> FindAsync(string? name, CancellationToken ct)
    {
        if (Workshop.ReadName(name, out var read) is not null)
        {
            return null;
        }

        var (key, now) = (Workshop.KeyOf(read), clock.GetUtcNow());
        return await db.Workshops.AsNoTracking().FirstOrDefaultAsync(w => w.Key == key && w.RemovedAt == null, ct) is { } workshop
            ? (workshop, await db.WorkshopComputers.AsNoTracking().Where(c => c.WorkshopId == workshop.Id && c.BoundAt <= now).OrderBy(c => c.Name).ToListAsync(ct))
            : null;
    }

    public async Task<Answer<WorkshopConsent>> ExecuteAsync(CurrentAccount caller, Request request, CancellationToken ct)
    {
        var malformed = SecondProof.Read(request.Transaction, request.Code, out var second)
            ?? WellFormedText.Check(request.DeviceId, "deviceId") ?? WellFormedText.Check(request.Manifest, "manifest") ?? WellFormedText.Check(request.Workshop, "workshop")
            ?? WellFormedText.Check(request.ComputerId, "computerId") ?? WellFormedText.Check(request.Password, "password");
        if (malformed is not null)
        {
            return malformed;
        }

        var code = ConsentCode.Draw();
        RestoreJob? job = null;
        UsableFirmware? package = null;
        var (taken, name) = (false, "");
        if (await proofs.ExecuteAsync(caller, request.Password, second, ProofPurpose.DeviceRestore, AllowAsync, ct) is { } refusal)
        {
            return refusal;
        }

        log.RestoreApproved(job!.Id, job.DeviceId, job.Manifest);
        return new WorkshopConsent(ConsentCode.Grouped(code), job.ToRestore(package!.Package, isOvertaken: false, clock.GetUtcNow(), name));

        async Task<Refusal?> AllowAsync(Account account, CancellationToken token)
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

            if (await FindAsync(request.Workshop, token) is not (var workshop, var computers))
            {
                return WorkshopRefusals.Unknown;
            }

            if (computers.FirstOrDefault(c => c.Id.Value == request.ComputerId) is not { } computer)
            {
                return WorkshopRefusals.ComputerNotBound with { Field = "computerId" };
            }

            var found = await firmware.FindAsync(request.Manifest, token);
            var lost = device.State == DeviceState.Lost ? DeviceRefusals.Lost : null;
            if ((lost ?? RestoreJob.MayRestore(device, caller.Id) ?? found.Refusal ?? FirmwareFit.Check(found.Value.Facts, await devices.FactsAsync(device, token))) is { } no)
            {
                return no;
            }

            if (!taken && await limits.TakeAsync(RateLimit.Daily(options.Value.RestoresPerDay), "restore", caller.Id.ToString(), token) is { } tooMany)
            {
                return tooMany;
            }

            (taken, package, name) = (true, found.Value, workshop.Name);
            foreach (var before in await db.Restores.Where(j => j.AccountId == caller.Id && j.DeviceId == device.Id && j.End == RestoreEnd.None).ToListAsync(token))
            {
                _ = before.Finish(RestoreEnd.Ended, now);
            }

            var secret = Codes.DrawId();
            job = RestoreJob.Consent(
                RestoreJob.Approve(
                    device, caller.Id, new Guid(RandomNumberGenerator.GetBytes(16)), computer.Id, request.Manifest, request.EraseUserData, package.Manifest.EntriesFor(request.EraseUserData).Count, Codes.KeyOf(secret), now),
                workshop.Id, Codes.KeyOf(code));
            db.Restores.Add(job);
            await book.AppendAsync(device, DeviceEvents.RestoreApproved, ticket: null, "page", token);
            await mails.WorkshopAllowedAsync(account, device, package.Package, workshop, computer.Name, job, secret, token);
            return null;
        }
    }
}
