using System.Buffers.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Tenure.Client.Devices;
using Tenure.Domain;
using Tenure.Domain.Devices;
using Tenure.Domain.Flashing;
using Tenure.Domain.SignIn;
using Tenure.Server.Data;
using Tenure.Server.Devices.Contracts;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;

namespace Tenure.Server.Flashing.Restores;

/// <summary>The device says what came of a flash ticket. Nobody needs to be signed in: only the device can say it.</summary>
internal sealed class AcceptFlashReceipt(TenureDb db, FlashTickets tickets, FlashMails mails, TimeProvider clock, FlashingLog log)
{
    public static void Map(IEndpointRouteBuilder restores) => restores
        .MapPost("/{id}/receipts", async Task<Results<NoContent, RefusalResult>> (Guid id, DeviceEvidence request, HttpContext context, AcceptFlashReceipt accept, CancellationToken ct) =>
            TypedResults.From(await accept.ExecuteAsync(id, request.Evidence, context.CallerNetwork, ct)))
        .AllowAnonymous().WithSummary("The device's receipt for a flash ticket");

    public async Task<Refusal?> ExecuteAsync(Guid id, string evidence, Network network, CancellationToken ct) =>
        WellFormedText.Check(evidence, "evidence") ?? await tickets.ReceiveAsync(evidence, network, (proven, ticket, token) => NoteAsync(id, proven, ticket, token), ct);

    private async Task<Answer<bool>> NoteAsync(Guid id, ProvenEvidence proven, IssuedTicket ticket, CancellationToken ct)
    {
        var said = proven.Evidence.Flashed!;
        if (await db.Restores.FirstOrDefaultAsync(j => j.Id == id, ct) is not { } job || job.DeviceId != proven.Device.Id || ticket.JobId != job.Id || job.Manifest != Base64Url.EncodeToString(said.Manifest))
        {
            return FlashRefusals.RestoreNotFound;
        }

        var now = clock.GetUtcNow();
        var wasOpen = job.End == RestoreEnd.None;
        var news = job.Receive(said.Done, said.Failed, now);
        if (wasOpen && job.End == RestoreEnd.Done)
        {
            await mails.RestoredAsync(job, proven.Device, ct);
            log.RestoreEnded(job.Id, job.End);
        }

        return news;
    }
}
