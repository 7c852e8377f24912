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

/// <summary>
/// The holder gives a device up from afar, with two proofs; it frees itself at its next contact. With a code by mail or SMS that waits a week in which every address is told and any session takes it back: the mailbox may be on
/// the device, and the device in a thief's hand.
/// </summary>
internal sealed class RemoveDevice(TenureDb db, TwoProofs proofs, ProofChanges changes, GrantRelease grant, DeviceLogBook book, DeviceMails mails, TimeProvider clock)
{
    public static void Map(IEndpointRouteBuilder devices) => devices
        .MapPost("/{id}/removal", async Task<Results<Ok<HeldDevice>, RefusalResult>> (
            string id, Client.Devices.RemoveDevice request, CurrentAccount caller, RemoveDevice remove, CancellationToken ct) =>
            TypedResults.From(await remove.ExecuteAsync(caller, new DeviceId(id), request, ct)))
        .WithSummary("Remove a device from the caller's account");

    /// <returns>The device: being released, or with the time from when on it is.</returns>
    public async Task<Answer<HeldDevice>> ExecuteAsync(CurrentAccount caller, DeviceId id, Client.Devices.RemoveDevice request, CancellationToken ct)
    {
        if ((SecondProof.Read(request.Transaction, request.Code, out var second) ?? WellFormedText.Check(request.Password, "password")) is { } unreadable)
        {
            return unreadable;
        }

        Device? given = null;
        var refused = await proofs.ExecuteAsync(caller, request.Password, second, ProofPurpose.DeviceRelease, GiveUpAsync, ct);
        return refused is { } refusal ? refusal : given!.ToHeldDevice(clock.GetUtcNow());

        async Task<Refusal?> GiveUpAsync(Account account, CancellationToken token)
        {
            if (await db.Devices.OfAsync(caller.Id, id, token) is not { } device)
            {
                return EvidenceRefusals.NotFound;
            }

            given = device;
            if (second.IsFree)
            {
                return await grant.ExecuteAsync(device, caller.Id, request.Erase, "page", token);
            }

            var now = clock.GetUtcNow();
            if ((account.RefuseFarReaching(now) ?? device.AskRemoval(caller.Id, request.Erase, now) ?? await changes.TakeAsync(caller.Id, SecurityEventKind.DeviceRemovalAsked, token)) is { } no)
            {
                return no;
            }

            await book.AppendAsync(device, DeviceEvents.RemovalAsked, ticket: null, "page", token);
            await mails.RemovalAskedAsync(caller.Id, device, token);
            return null;
        }
    }
}
