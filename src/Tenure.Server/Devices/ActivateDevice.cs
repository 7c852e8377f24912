using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Tenure.Client.Devices;
using Tenure.Domain;
using Tenure.Domain.Devices;
using Tenure.Protocols.Tickets;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Devices.Contracts;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;

namespace Tenure.Server.Devices;

/// <summary>An account takes hold of a device, or of its own device again after a wipe.</summary>
internal sealed class ActivateDevice(
    TenureDb db, Contention contention, EvidenceCheck check, DeviceTickets tickets, DeviceLogBook book, AccountDirectory accounts, DeviceMails mails, TimeProvider clock, DevicesLog log)
{
    // Drawn once: work that is done again because another request was faster asks the signer for the same ticket again.
    private readonly HoldingId drawn = new(new Guid(RandomNumberGenerator.GetBytes(16)));

    public static void Map(IEndpointRouteBuilder device) => device
        .MapPost("/activation", async Task<Results<Ok<DeviceActivated>, RefusalResult>> (
            DeviceEvidence request, CurrentAccount caller, HttpContext context, ActivateDevice activate, CancellationToken ct) =>
            TypedResults.From(await activate.ExecuteAsync(caller, context.Request.Bearer, request.Evidence, ct)))
        .RequireAuthorization(Policies.HolderOfDevices).WithSummary("Activate a device with the caller's account");

    /// <param name="account">Who activates.</param>
    /// <param name="accessToken">The token of the call; the evidence must name it.</param>
    /// <param name="evidence">base64url.</param>
    /// <param name="ct">Ends the call.</param>
    public Task<Answer<DeviceActivated>> ExecuteAsync(CurrentAccount account, string accessToken, string evidence, CancellationToken ct) =>
        contention.RunAsync<DeviceActivated>(async () =>
        {
            var checkedEvidence = await check.ProveAsync(evidence, EvidencePurpose.Activate, ct);
            if (checkedEvidence.Refusal is { } unproven)
            {
                return unproven;
            }

            var proven = checkedEvidence.Value;
            var before = proven.Device.HoldingId;
            if (await RefuseAsync(proven, account, accessToken, ct) is { } refusal)
            {
                // The evidence was good and is used up, whatever came of it.
                await db.SaveChangesAsync(ct);
                return refusal;
            }

            // An account that is being erased at this moment must not be left with a device: its row is written with this unit of work.
            var holder = await accounts.FactsAsync(await accounts.ForUnitOfWorkAsync(account.Id, ct), ct);
            var activated = await AnswerAsync(proven, holder, isNew: before is null, ct);
            if (activated.Refusal is { } unsigned)
            {
                return unsigned;
            }

            await db.SaveChangesAsync(ct);
            log.DeviceActivated(proven.Device.Id, proven.Device.Epoch);
            return activated;
        });

    private async Task<Refusal?> RefuseAsync(ProvenEvidence proven, CurrentAccount account, string accessToken, CancellationToken ct)
    {
        // A victim's evidence relayed into another account's sign-in ends here.
        if (!CryptographicOperations.FixedTimeEquals(proven.Evidence.Account, EvidenceCodec.AccountOf(accessToken)))
        {
            return EvidenceRefusals.Untrusted;
        }

        if (proven.Fits() is { } stale)
        {
            return stale;
        }

        // A phone that was stolen while locked must not open by a password that its own SIM reset.
        if (proven.Device.Holder == account.Id && await accounts.RefuseReopeningAsync(account.Id, ct) is { } early)
        {
            return early;
        }

        return proven.Device.Activate(account.Id, account.Session, drawn, clock.GetUtcNow());
    }

    private async Task<Answer<DeviceActivated>> AnswerAsync(ProvenEvidence proven, AccountFacts holder, bool isNew, CancellationToken ct)
    {
        var device = proven.Device;
        var made = await tickets.HoldAsync(proven, holder.MaskedName, ct);
        if (made.Refusal is { } unsigned)
        {
            return unsigned;
        }

        var (id, ticket) = made.Value;
        await book.AppendAsync(device, isNew ? DeviceEvents.Activated : DeviceEvents.HoldRenewed, id, "phone", ct);
        if (isNew)
        {
            db.Holdings.Add(new Holding(device, clock.GetUtcNow()));
            await mails.DeviceAddedAsync(holder, device, ct);
        }

        return new DeviceActivated(
            ticket, device.Id.Value, Base64Url.EncodeToString(device.HoldingId!.Value.Value.ToByteArray(bigEndian: true)), holder.MaskedName, device.Epoch);
    }
}
