using Microsoft.AspNetCore.Http.HttpResults;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;
using Tenure.Server.Proofs.Contracts;
using Request = Tenure.Client.Accounts.FreezeAccount;

namespace Tenure.Server.Proofs;

/// <summary>Stops far-reaching acts for seven days. Whoever is signed in may, without the password: who sees the phone being stolen has no time, and the holder can lift it.</summary>
internal sealed class FreezeAccount(AccountChange change, TwoProofs proofs, AccountFreeze freeze, SecurityEvents events, TimeProvider clock)
{
    public static void Map(IEndpointRouteBuilder account) => account
        .MapPost("/freeze", async Task<Results<NoContent, RefusalResult>> (Request request, CurrentAccount holder, FreezeAccount freeze, CancellationToken ct) =>
            TypedResults.From(request.Password is null
                ? await freeze.ExecuteAsync(holder, ct)
                : await freeze.ExecuteAsync(holder, request.Password, request.Transaction, request.Code, ct)))
        .WithSummary("Stop release, unlocking and changes of addresses for seven days");

    /// <summary>By one who is signed in; refuses with <c>freeze_limited</c> when the holder had to lift several lately.</summary>
    public Task<Refusal?> ExecuteAsync(CurrentAccount holder, CancellationToken ct) => change.ExecuteAsync(holder.Id, TryFreezeAsync, ct);

    /// <summary>With two proofs, however often.</summary>
    public async Task<Refusal?> ExecuteAsync(CurrentAccount holder, string password, string? transaction, string? code, CancellationToken ct) =>
        SecondProof.Read(transaction, code, out var second) ?? await proofs.ExecuteAsync(holder, password, second, ProofPurpose.Freeze, StopAsync, ct);

    /// <summary>Freezes on one proof; the caller saves.</summary>
    public async Task<Refusal?> TryFreezeAsync(Account account, CancellationToken ct) => await RefuseAsync(account.Id, ct) ?? await StopAsync(account, ct);

    /// <summary>Whether one proof is not enough now.</summary>
    public async Task<Refusal?> RefuseAsync(AccountId account, CancellationToken ct) =>
        Account.RefuseFreeze(await events.CountAsync(account, SecurityEventKind.FreezeLifted, clock.GetUtcNow() - Account.LiftsCount, ct));

    private async Task<Refusal?> StopAsync(Account account, CancellationToken ct)
    {
        await freeze.ExecuteAsync(account, ct);
        return null;
    }
}
