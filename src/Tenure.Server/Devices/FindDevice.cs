using Microsoft.AspNetCore.Http.HttpResults;
using Tenure.Client.Devices;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Domain.Devices;
using Tenure.Domain.SignIn;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;
using Tenure.Server.Proofs.Contracts;

namespace Tenure.Server.Devices;

/// <summary>The holder says that a lost device was found, with two proofs. It stays lost for a while, in which that can be taken back wherever the holder is signed in.</summary>
internal sealed class FindDevice(
    TenureDb db, TwoProofs proofs, ProofChanges changes, EndLoss end, DeviceLogBook book, DeviceMails mails, TimeProvider clock)
{
    public static void Map(IEndpointRouteBuilder devices) => devices
        .MapPost("/{id}/found", async Task<Results<Ok<HeldDevice>, RefusalResult>> (
            string id, MarkFound request, CurrentAccount caller, FindDevice find, CancellationToken ct) =>
            TypedResults.From(await find.ExecuteAsync(caller, new DeviceId(id), request, ct)))
        .WithSummary("Say that a lost device was found");

    public async Task<Answer<HeldDevice>> ExecuteAsync(CurrentAccount caller, DeviceId id, MarkFound request, CancellationToken ct)
    {
        if (SecondProof.Read(request.Transaction, request.Code, out var second) is { } unreadable)
        {
            return unreadable;
        }

        Device? found = null;
        var refused = await proofs.ExecuteAsync(caller, request.Password, second, ProofPurpose.DeviceFound, FindAsync, ct);
        return refused is { } refusal ? refusal : found!.ToHeldDevice(clock.GetUtcNow());

        async Task<Refusal?> FindAsync(Account account, CancellationToken token)
        {
            var now = clock.GetUtcNow();
            if (await db.Devices.OfAsync(caller.Id, id, token) is not { } device)
            {
                return EvidenceRefusals.NotFound;
            }

            if ((account.RefuseFarReaching(now) ?? device.AskFound(caller.Id, caller.Session, second.IsFree, now)
                ?? await changes.TakeAsync(caller.Id, SecurityEventKind.DeviceFoundAsked, token)) is { } no)
            {
                return no;
            }

            found = device;
            if (device.IsFoundDue(now))
            {
                return await end.ExecuteAsync(device, token);
            }

            await book.AppendAsync(device, DeviceEvents.FoundAsked, ticket: null, "page", token);
            await mails.FoundAskedAsync(caller.Id, device, token);
            return null;
        }
    }
}
