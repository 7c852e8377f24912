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
using DeviceState = Tenure.Domain.Devices.DeviceState;

namespace Tenure.Server.Devices.Transfers;

/// <summary>The holder opens a transfer to somebody else, with two proofs. With a code by mail it waits a week: the mailbox may be on the phone, and the phone in a thief's hand.</summary>
internal sealed class OpenTransfer(TenureDb db, TwoProofs proofs, ProofChanges changes, TransferBook book, DeviceLogBook log, DeviceMails mails, TimeProvider clock)
{
    public static void Map(IEndpointRouteBuilder devices) => devices
        .MapPost("/{id}/transfer", async Task<Results<Ok<DeviceTransferState>, RefusalResult>> (string id, OpenDeviceTransfer request, CurrentAccount caller, OpenTransfer open, CancellationToken ct) =>
            TypedResults.From(await open.ExecuteAsync(caller, new DeviceId(id), request, ct)))
        .WithSummary("Open a transfer of a device to another account");

    public async Task<Answer<DeviceTransferState>> ExecuteAsync(CurrentAccount caller, DeviceId id, OpenDeviceTransfer request, CancellationToken ct)
    {
        if ((SecondProof.Read(request.Transaction, request.Code, out var second) ?? WellFormedText.Check(request.Password, "password")) is { } unreadable)
        {
            return unreadable;
        }

        DeviceTransfer? opened = null;
        if (await proofs.ExecuteAsync(caller, request.Password, second, ProofPurpose.DeviceTransfer, OpenAsync, ct) is { } refusal)
        {
            return refusal;
        }

        return await book.StateAsync(opened, ct);

        async Task<Refusal?> OpenAsync(Account account, CancellationToken token)
        {
            var now = clock.GetUtcNow();
            if (account.RefuseFarReaching(now) is { } stopped)
            {
                return stopped;
            }

            if (await db.Devices.OfAsync(caller.Id, id, token) is not { } device)
            {
                return EvidenceRefusals.NotFound;
            }

            if (device.State != DeviceState.Held)
            {
                return device.State == DeviceState.Lost ? DeviceRefusals.Lost : DeviceRefusals.Releasing;
            }

            if ((await book.RefuseDisputedAsync(device, token) ?? await changes.TakeAsync(caller.Id, SecurityEventKind.TransferOpened, token)) is { } no)
            {
                return no;
            }

            opened = await book.OfAsync(device, token);
            opened?.OpenAgain(request.Erase, second.IsFree, now);
            if (opened is null)
            {
                opened = DeviceTransfer.Open(device, request.Erase, second.IsFree, now);
                db.Add(opened);
            }

            await log.AppendAsync(device, DeviceEvents.TransferOpened, ticket: null, "page", token);
            await mails.TransferOpenedAsync(caller.Id, device, opened.UsableAt, token);
            return null;
        }
    }
}
