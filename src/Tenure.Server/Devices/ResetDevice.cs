using Microsoft.AspNetCore.Http.HttpResults;
using Tenure.Client.Devices;
using Tenure.Domain.Accounts;
using Tenure.Domain.Devices;
using Tenure.Protocols.Tickets;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Devices.Contracts;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;

namespace Tenure.Server.Devices;

/// <summary>The holder resets the phone in its settings: with the password, and evidence of the phone itself. It stays held.</summary>
internal sealed class ResetDevice(
    TenureDb db, Contention contention, EvidenceCheck check, PasswordStepUp stepUp, DeviceTickets tickets, DeviceLogBook book, DeviceMails mails)
{
    public static void Map(IEndpointRouteBuilder device) => device
        .MapPost("/reset", async Task<Results<Ok<DeviceTicket>, RefusalResult>> (
            Client.Devices.ResetDevice request, CurrentAccount caller, ResetDevice reset, CancellationToken ct) =>
            TypedResults.From(await reset.ExecuteAsync(caller, request, ct)))
        .RequireAuthorization(Policies.HolderOfDevices).WithSummary("Reset the phone in its settings: a reset ticket");

    public async Task<Answer<DeviceTicket>> ExecuteAsync(CurrentAccount caller, Client.Devices.ResetDevice request, CancellationToken ct)
    {
        // Outside of the unit of work: hashing takes long, and a typo must not use the evidence up.
        if (await stepUp.CheckAsync(caller, request.Password, ct) is { } wrong)
        {
            return wrong;
        }

        return await contention.RunAsync(() => ResetAsync(caller.Id, request.Evidence, ct));
    }

    private async Task<Answer<DeviceTicket>> ResetAsync(AccountId holder, string evidence, CancellationToken ct)
    {
        var checkedEvidence = await check.ProveAsync(evidence, EvidencePurpose.Reset, ct);
        if (checkedEvidence.Refusal is { } unproven)
        {
            return unproven;
        }

        var proven = checkedEvidence.Value;
        if ((proven.Fits() ?? proven.Device.MayReset(holder)) is { } refusal)
        {
            await db.SaveChangesAsync(ct);
            return refusal;
        }

        var made = await tickets.ResetAsync(proven, ct);
        if (made.Refusal is { } unsigned)
        {
            return unsigned;
        }

        var (id, ticket) = made.Value;
        await book.AppendAsync(proven.Device, DeviceEvents.ResetTicketIssued, id, "phone", ct);
        await mails.ResetAsync(holder, proven.Device, ct);
        await db.SaveChangesAsync(ct);
        return new DeviceTicket(ticket);
    }
}
