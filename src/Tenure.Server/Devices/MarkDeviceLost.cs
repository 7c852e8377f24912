using Microsoft.AspNetCore.Http.HttpResults;
using Tenure.Client.Devices;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Domain.Devices;
using Tenure.Domain.SignIn;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Devices.Contracts;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;
using Tenure.Server.Proofs.Contracts;
using Tenure.Server.Sessions.Contracts;

namespace Tenure.Server.Devices;

/// <summary>The holder does not have a device any more, or says something else to whoever has it: with two proofs. It locks itself at its next contact.</summary>
/// <remarks>
/// While a way into the account is new, only the account is frozen: whoever took the account over a moment ago must not lock its holder out of the phone in their hand.
/// </remarks>
internal sealed class MarkDeviceLost(
    TenureDb db, TwoProofs proofs, ProofChanges changes, AccountFreeze freeze, DeviceLogBook book, DeviceMails mails, SessionBook sessions, SessionEnding ending, TimeProvider clock,
    IEnumerable<ILossHandler> handlers, DevicesLog log)
{
    public static void Map(IEndpointRouteBuilder devices) => devices
        .MapPost("/{id}/lost", async Task<Results<Ok<HeldDevice>, RefusalResult>> (
            string id, MarkLost request, CurrentAccount caller, MarkDeviceLost mark, CancellationToken ct) =>
            TypedResults.From(await mark.ExecuteAsync(caller, new DeviceId(id), request, ct)))
        .WithSummary("Mark a device as lost, or change what its screen says");

    public async Task<Answer<HeldDevice>> ExecuteAsync(CurrentAccount caller, DeviceId id, MarkLost request, CancellationToken ct)
    {
        var unread = LostNotice.Read(request.Message, request.Contact, out var notice);
        if ((SecondProof.Read(request.Transaction, request.Code, out var second) ?? unread) is { } unreadable)
        {
            return unreadable;
        }

        Device? marked = null;
        var onlyFrozen = false;
        var refused = await proofs.ExecuteAsync(caller, request.Password, second, ProofPurpose.DeviceLost, MarkAsync, ct);
        if ((refused ?? (onlyFrozen ? DeviceRefusals.LostOnlyFrozen : null)) is { } refusal)
        {
            return refusal;
        }

        await EndSessionOnAsync(marked!, caller, ct);
        log.DeviceMarkedLost(id);
        return marked!.ToHeldDevice(clock.GetUtcNow());

        async Task<Refusal?> MarkAsync(Account account, CancellationToken token)
        {
            var now = clock.GetUtcNow();
            if (await db.Devices.OfAsync(caller.Id, id, token) is not { } device)
            {
                return EvidenceRefusals.NotFound;
            }

            onlyFrozen = account.QuietUntil > now;
            if (onlyFrozen)
            {
                await freeze.ExecuteAsync(account, token);
                return null;
            }

            if ((device.MarkLost(caller.Id, notice, caller.Session, now) ?? await changes.TakeAsync(caller.Id, SecurityEventKind.DeviceMarkedLost, token)) is { } no)
            {
                return no;
            }

            marked = device;
            foreach (var handler in handlers)
            {
                await handler.LostAsync(device.Id, token);
            }

            await book.AppendAsync(device, DeviceEvents.MarkedLost, ticket: null, "page", token);
            await mails.MarkedLostAsync(caller.Id, device, token);
            return null;
        }
    }

    // Whoever has the device has its session too, if its screen was open.
    private async Task EndSessionOnAsync(Device device, CurrentAccount caller, CancellationToken ct)
    {
        if (device.ActivatedIn is { } session && session != caller.Session && await sessions.FindOpenAsync(caller.Id, session, ct) is { } open)
        {
            try
            {
                await ending.EndAsync(open, ct);
            }
            catch (Microsoft.EntityFrameworkCore.DbUpdateConcurrencyException)
            {
                // Ended by another request meanwhile.
                db.Entry(open).State = Microsoft.EntityFrameworkCore.EntityState.Detached;
            }
        }
    }
}
