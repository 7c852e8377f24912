using Microsoft.AspNetCore.Http.HttpResults;
using Tenure.Domain;
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

/// <summary>
/// The holder sets an erase code on the phone in their hand, or takes it away: with the password, and evidence of the phone. The code itself stays on the phone; what is kept here is that there is one.
/// </summary>
internal sealed class SetEraseCode(TenureDb db, Contention contention, EvidenceCheck check, PasswordStepUp stepUp, DeviceLogBook book, DeviceMails mails)
{
    public static void Map(IEndpointRouteBuilder device) => device
        .MapPut("/erase-code", async Task<Results<NoContent, RefusalResult>> (
            Client.Devices.SetEraseCode request, CurrentAccount caller, SetEraseCode set, CancellationToken ct) =>
            TypedResults.From(await set.ExecuteAsync(caller, request, ct)))
        .RequireAuthorization(Policies.HolderOfDevices).WithSummary("Say that an erase code is set on the phone, or taken away");

    public async Task<Refusal?> ExecuteAsync(CurrentAccount caller, Client.Devices.SetEraseCode request, CancellationToken ct)
    {
        if (await stepUp.CheckAsync(caller, request.Password, ct) is { } wrong)
        {
            return wrong;
        }

        return await contention.RunAsync(() => SetAsync(caller.Id, request, ct));
    }

    private async Task<Refusal?> SetAsync(AccountId holder, Client.Devices.SetEraseCode request, CancellationToken ct)
    {
        var checkedEvidence = await check.ProveAsync(request.Evidence, EvidencePurpose.EraseCode, ct);
        if (checkedEvidence.Refusal is { } unproven)
        {
            return unproven;
        }

        var proven = checkedEvidence.Value;
        if ((proven.Fits() ?? proven.Device.SetEraseCode(holder, request.IsSet)) is { } refusal)
        {
            await db.SaveChangesAsync(ct);
            return refusal;
        }

        await book.AppendAsync(proven.Device, request.IsSet ? DeviceEvents.EraseCodeSet : DeviceEvents.EraseCodeRemoved, ticket: null, "phone", ct);
        await mails.EraseCodeAsync(holder, proven.Device, request.IsSet, ct);
        await db.SaveChangesAsync(ct);
        return null;
    }
}
