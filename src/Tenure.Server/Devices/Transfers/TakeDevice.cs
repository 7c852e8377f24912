using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Tenure.Client.Devices;
using Tenure.Domain;
using Tenure.Domain.Devices;
using Tenure.Domain.SignIn;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.Devices.Transfers;

/// <summary>Somebody types the code that a holder shows: sees what they would take, and from whom; and says with the password that they want it.</summary>
internal sealed class TakeDevice(TenureDb db, Contention contention, PasswordStepUp stepUp, RateLimits limits, TransferBook book, TimeProvider clock)
{
    private static readonly RateLimit PerAccount = RateLimit.Hourly(20);

    public static void Map(IEndpointRouteBuilder transfers)
    {
        transfers.MapPost("/look", async Task<Results<Ok<OfferedDevice>, RefusalResult>> (LookAtTransfer request, CurrentAccount caller, TakeDevice take, CancellationToken ct) =>
                TypedResults.From(await take.LookAsync(caller, request.Code, ct)))
            .WithSummary("What is offered by a code");
        transfers.MapPost("/acceptance", async Task<Results<NoContent, RefusalResult>> (AcceptTransfer request, CurrentAccount caller, TakeDevice take, CancellationToken ct) =>
                TypedResults.From(await take.AcceptAsync(caller, request, ct)))
            .WithSummary("Say that one wants what is offered");
    }

    public async Task<Answer<OfferedDevice>> LookAsync(CurrentAccount caller, string code, CancellationToken ct)
    {
        var found = await FindAsync(caller, code, ct);
        if (found.Refusal is { } refusal)
        {
            return refusal;
        }

        var device = await db.Devices.Where(d => d.Id == found.Value.DeviceId).Select(d => new { d.Model, d.UnlockTicketAt }).FirstAsync(ct);
        return new OfferedDevice(device.Model, await book.MaskedAsync(found.Value.From, ct), found.Value.Erase, device.UnlockTicketAt is not null);
    }

    public async Task<Refusal?> AcceptAsync(CurrentAccount caller, AcceptTransfer request, CancellationToken ct)
    {
        if (await stepUp.CheckAsync(caller, request.Password, ct) is { } wrong)
        {
            return wrong;
        }

        var acceptance = new Guid(RandomNumberGenerator.GetBytes(16));
        return await contention.RunAsync(async () =>
        {
            var found = await FindAsync(caller, request.Code, ct);
            if ((found.Refusal ?? found.Value.Accept(caller.Id, acceptance, clock.GetUtcNow())) is { } refusal)
            {
                return refusal;
            }

            await db.SaveChangesAsync(ct);
            return null;
        });
    }

    private async Task<Answer<DeviceTransfer>> FindAsync(CurrentAccount caller, string code, CancellationToken ct)
    {
        if ((WellFormedText.Check(code, "code") ?? await limits.TakeAsync(PerAccount, "transfer-code", caller.Id.ToString(), ct)) is { } refusal)
        {
            return refusal;
        }

        return StatusCode.Read(code) is { } digits && await book.ByCodeAsync(digits, ct) is { } found ? found : DeviceRefusals.TransferCodeWrong;
    }
}
