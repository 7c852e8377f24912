using Microsoft.AspNetCore.Http.HttpResults;
using Tenure.Client.Devices;
using Tenure.Domain.Devices;
using Tenure.Domain.SignIn;
using Tenure.Protocols.Tickets;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Devices.Contracts;
using Tenure.Server.Devices.Manifests;
using Tenure.Server.Keys.Contracts;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;

namespace Tenure.Server.Devices;

/// <summary>Makes a device known by its key. The same key twice is the same device, whatever became of it in between.</summary>
internal sealed class EnrolDevice(
    TenureDb db, Contention contention, EvidenceCheck check, DeviceLimits limits, DeviceIdentities identities, DuplicateDevices duplicates, OpenModels models, DeviceLogBook book, ServerGeneration generation, TimeProvider clock, DevicesLog log)
{
    public static void Map(IEndpointRouteBuilder device) => device
        .MapPost("/enrolment", async Task<Results<Ok<DeviceEnrolled>, RefusalResult>> (
            DeviceEvidence request, HttpContext context, EnrolDevice enrol, CancellationToken ct) =>
            TypedResults.From(await enrol.ExecuteAsync(request.Evidence, context.CallerNetwork, ct)))
        .AllowAnonymous().WithSummary("Make a device known");

    public Task<Answer<DeviceEnrolled>> ExecuteAsync(string evidence, Network network, CancellationToken ct) =>
        limits.RunAsync(network, () => contention.RunAsync(() => EnrolAsync(evidence, network, ct)), ct);

    private async Task<Answer<DeviceEnrolled>> EnrolAsync(string evidence, Network network, CancellationToken ct)
    {
        var proven = await check.ProveEnrolmentAsync(evidence, ct);
        if (proven.Refusal is { } refusal)
        {
            return refusal;
        }

        var (said, known) = proven.Value;
        var id = new DeviceId(said.Subject.Text);
        var count = new EvidenceCount(said.BootCount, said.RequestCounter);
        if (known is not null)
        {
            if (known.Accept(count, clock.GetUtcNow()) is { } replayed)
            {
                log.CountersDidNotRise(id);
                return replayed;
            }

            await identities.NoteAsync(known, said.Facts, ct);
        }
        else if (await limits.TakeNewAsync(network, ct) is { } tooMany)
        {
            return tooMany;
        }
        else if (await duplicates.NoteAsync(id, said.HardwareModel, said.Facts, ct))
        {
            // Saved: the operator sees who said so.
            await db.SaveChangesAsync(ct);
            log.DuplicateRefused(id);
            return DeviceRefusals.Duplicate;
        }
        else
        {
            known = await AddAsync(id, said, count, ct);
        }

        await db.SaveChangesAsync(ct);
        return new DeviceEnrolled(id.Value, MayOpen: await models.CheckAsync(known, ct) is null);
    }

    // Known to the server before it was restored, and not to its backup.
    private bool IsFromLostTime(Evidence evidence) => generation.Number > 1 && (evidence.Epoch > 0 || evidence.LastTicketId is not null);

    private async Task<Device> AddAsync(DeviceId id, Evidence evidence, EvidenceCount count, CancellationToken ct)
    {
        var device = new Device(id, evidence.ConfirmationKey!.ToCoseKey(), evidence.HardwareModel, count, clock.GetUtcNow(), IsFromLostTime(evidence) ? 0 : generation.Number);
        db.Devices.Add(device);
        await identities.NoteAsync(device, evidence.Facts, ct);
        await book.AppendAsync(device, DeviceEvents.Enrolled, ticket: null, by: null, ct);
        log.DeviceEnrolled(id);
        return device;
    }
}
