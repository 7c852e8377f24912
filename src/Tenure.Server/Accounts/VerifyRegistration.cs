using System.Net;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;
using Tenure.Server.Accounts.Addresses;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;
using Tenure.Server.SignIn.Contracts;
using Request = Tenure.Client.Accounts.VerifyRegistration;

namespace Tenure.Server.Accounts;

/// <summary>The person types the code. Of two at once with the right code, one proves the address and the other is told that the code is spent.</summary>
internal sealed class VerifyRegistration(TenureDb db, AddressCodes codes, CodeBudgets budgets, CodeSms sms, Throttles throttles, RegistrationRules rules, TimeProvider clock, AccountLog log)
{
    // Each lost race means that another try was saved; a registration takes five, so this is never reached by tries alone.
    private const int MostRaces = 30;

    public static void Map(IEndpointRouteBuilder registrations) => registrations
        .MapPost("/{id}/verification", async Task<Results<NoContent, RefusalResult>> (
            string id, Request request, HttpContext context, VerifyRegistration verify, CancellationToken ct) =>
            TypedResults.From(await verify.ExecuteAsync(id, request.Code, context.CallerAddress, ct)))
        .WithSummary("Prove the address with the code");

    public async Task<Refusal?> ExecuteAsync(string id, string code, IPAddress address, CancellationToken ct)
    {
        var key = Codes.KeyOf(id);
        if (!await db.Registrations.AnyAsync(r => r.Key == key, ct))
        {
            return AccountRefusals.RegistrationNotFound;
        }

        if (CodeText.Read(code, out var digits, orOfAddress: true) is { } unreadable)
        {
            return unreadable;
        }

        // By network and never by address: a stranger's wrong codes must not keep its owner out.
        Gate[] gates = [throttles.Gate(throttles.Rules.PerNetwork, "registration-code", Network.Of(address).Prefix)];
        var state = await throttles.TakeAsync(gates, ct);
        var refusal = state.Refusal ?? await TryAsync(key, digits, ct);
        if (state.Refusal is null && refusal != SignInRefusals.CodeWrong)
        {
            await throttles.GiveBackAsync(state, gates, ct);
        }

        if (refusal is not null)
        {
            log.RegistrationCodeRefused(refusal.Code);
        }

        return refusal;
    }

    private async Task<Refusal?> TryAsync(byte[] key, string digits, CancellationToken ct)
    {
        // Each SMS is worth five guesses: those at a number are counted over everybody's.
        if (await db.Registrations.AsNoTracking().FirstOrDefaultAsync(r => r.Key == key, ct) is { Address: { Phone: { } number } address })
        {
            var refusal = await budgets.TryAsync(ConfirmAddress.BudgetOf(address, account: default), token => TryOnceAsync(key, digits, token), ct);
            if (refusal is null)
            {
                await sms.VerifiedByStrangerAsync(number, ct);
            }

            return refusal;
        }

        for (var race = 0; ; race++)
        {
            try
            {
                return await TryOnceAsync(key, digits, ct);
            }
            catch (DbUpdateConcurrencyException) when (race < MostRaces)
            {
                db.ChangeTracker.Clear();
            }
        }
    }

    private async Task<Refusal?> TryOnceAsync(byte[] key, string digits, CancellationToken ct)
    {
        if (await db.Registrations.FirstOrDefaultAsync(r => r.Key == key, ct) is not { } registration)
        {
            return AccountRefusals.RegistrationNotFound;
        }

        var now = clock.GetUtcNow();
        var hash = codes.HashOf(key, registration.Address, digits, registration.Code.Hash);
        var refusal = registration.Verify(hash, now, rules);
        await db.SaveChangesAsync(ct);
        return refusal;
    }
}
