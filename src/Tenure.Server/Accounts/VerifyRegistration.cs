using System.Net;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;
using Tenure.Server.SignIn.Contracts;
using Request = Tenure.Client.Accounts.VerifyRegistration;

namespace Tenure.Server.Accounts;

/// <summary>The person types the code. Of two at once with the right code, one proves the address and the other is told that the code is spent.</summary>
internal sealed class VerifyRegistration(TenureDb db, Codes codes, CodeBudgets budgets, RegistrationRules rules, TimeProvider clock, AccountLog log)
{
    public static void Map(IEndpointRouteBuilder registrations) => registrations
        .MapPost("/{id}/verification", async Task<Results<NoContent, RefusalResult>> (
            string id, Request request, HttpContext context, VerifyRegistration verify, CancellationToken ct) =>
            TypedResults.From(await verify.ExecuteAsync(id, request.Code, context.CallerAddress, ct)))
        .WithSummary("Prove the address with the code");

    public async Task<Refusal?> ExecuteAsync(string id, string code, IPAddress address, CancellationToken ct)
    {
        var key = Codes.KeyOf(id);
        if (await FindAsync(ct) is not { } found)
        {
            return AccountRefusals.RegistrationNotFound;
        }

        if (CodeText.Read(code, out var digits) is { } unreadable)
        {
            return unreadable;
        }

        var refusal = await budgets.TryAsync(
            $"address:{found.Address.Value}",
            async again => (await FindAsync(again))?.Verify(codes.HashOf(key, digits), clock.GetUtcNow(), rules),
            ct);
        if (refusal is not null)
        {
            log.RegistrationCodeRefused(refusal.Code);
        }

        return refusal;

        Task<Registration?> FindAsync(CancellationToken token) => db.Registrations.FirstOrDefaultAsync(r => r.Key == key, token);
    }
}
