using System.Text;
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
using Tenure.Server.Platform.Secrets;
using Tenure.Server.Proofs.Contracts;
using Tenure.Server.Sessions.Contracts;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.Devices;

/// <summary>The holder orders from afar that a device erases its data: with two proofs, once a day. It stays held, and lost if it is.</summary>
/// <remarks>
/// At once only with a proof that lives on no device, in a session that is not new: who takes an account over today must wait, and its holder is told and takes it back.
/// A freeze does not stop it, for it is what somebody does who was robbed; a quiet time does.
/// </remarks>
internal sealed class EraseDevice(
    TenureDb db, TwoProofs proofs, RateLimits limits, SessionBook sessions, KeyFile keyFile, DeviceLogBook book, DeviceMails mails, TimeProvider clock, DevicesLog log)
{
    private static readonly RateLimit OfAccount = RateLimit.Daily(1);

    public static void Map(IEndpointRouteBuilder devices) => devices
        .MapPost("/{id}/erasure", async Task<Results<Ok<HeldDevice>, RefusalResult>> (
            string id, Client.Devices.EraseDevice request, CurrentAccount caller, EraseDevice erase, CancellationToken ct) =>
            TypedResults.From(await erase.ExecuteAsync(caller, new DeviceId(id), request, ct)))
        .WithSummary("Order that a device erases its data");

    /// <summary>What seals the erase code of a device.</summary>
    public static string SealOf(DeviceId id) => $"erase-code {id}";

    public async Task<Answer<HeldDevice>> ExecuteAsync(CurrentAccount caller, DeviceId id, Client.Devices.EraseDevice request, CancellationToken ct)
    {
        var code = "";
        var unread = string.IsNullOrWhiteSpace(request.EraseCode) ? null : EraseCodeText.Read(request.EraseCode, out code);
        if ((SecondProof.Read(request.Transaction, request.Code, out var second) ?? unread) is { } unreadable)
        {
            return unreadable;
        }

        Device? ordered = null;
        var taken = false;
        if (await proofs.ExecuteAsync(caller, request.Password, second, ProofPurpose.DeviceErase, OrderAsync, ct) is { } refusal)
        {
            return refusal;
        }

        log.EraseOrdered(id, ordered!.EraseOrder!.DueAt);
        return ordered.ToHeldDevice(clock.GetUtcNow());

        async Task<Refusal?> OrderAsync(Account account, CancellationToken token)
        {
            var now = clock.GetUtcNow();
            if (await db.Devices.OfAsync(caller.Id, id, token) is not { } device)
            {
                return EvidenceRefusals.NotFound;
            }

            var age = await sessions.FindOpenAsync(caller.Id, caller.Session, token) is { } session ? now - session.StartedAt : TimeSpan.Zero;
            var wait = EraseOrder.WaitOf(age, caller.Session == device.ActivatedIn, second.IsFree);
            var sealedCode = code.Length == 0 ? null : keyFile.Protect(SealOf(id), Encoding.UTF8.GetBytes(code));
            if ((account.RefuseQuiet(now) ?? device.OrderErase(caller.Id, wait, sealedCode, now)) is { } no)
            {
                return no;
            }

            // Where all is proven and something changes, and once however often it begins again.
            if (!taken && await limits.TakeAsync(OfAccount, "erase-device", caller.Id.ToString(), token) is { } tooMany)
            {
                return tooMany;
            }

            (taken, ordered) = (true, device);
            await book.AppendAsync(device, DeviceEvents.EraseOrdered, ticket: null, "page", token);
            await mails.EraseOrderedAsync(caller.Id, device, token);
            return null;
        }
    }
}
