using Microsoft.AspNetCore.Http.HttpResults;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;
using Tenure.Server.Proofs.Contracts;
using Request = Tenure.Client.Accounts.SetAlwaysAsk;

namespace Tenure.Server.Proofs;

/// <summary>Every sign-in asks for a second proof, on known devices too, or no longer. On with the password; off with two proofs, and only with a password that is long enough to stand alone.</summary>
internal sealed class SetAlwaysAsk(
    AccountChange change, TwoProofs proofs, PasswordStepUp stepUp, PasswordPolicy policy, ProofChanges changes, Notices notices, SecurityEvents events, TimeProvider clock, ProofLog log)
{
    public static void Map(IEndpointRouteBuilder account) => account
        .MapPut("/always-ask", async Task<Results<NoContent, RefusalResult>> (Request request, CurrentAccount holder, SetAlwaysAsk set, CancellationToken ct) =>
            TypedResults.From(request.On
                ? await set.TurnOnAsync(holder, request.Password, ct)
                : await set.TurnOffAsync(holder, request.Password, request.Transaction, request.Code, ct)))
        .WithSummary("Ask for a second proof at every sign-in, or no longer");

    public Task<Refusal?> TurnOnAsync(CurrentAccount holder, string password, CancellationToken ct) => change.ExecuteAsync(
        holder, password,
        (account, token) => SetAsync(account, always: true, token),
        ct);

    public async Task<Refusal?> TurnOffAsync(CurrentAccount holder, string password, string? transaction, string? code, CancellationToken ct)
    {
        if (SecondProof.Read(transaction, code, out var second) is { } unreadable)
        {
            return unreadable;
        }

        // How long the password is, nobody but its person can tell, by typing it: looked at once it has proven right.
        return policy.IsTooShortAlone(password)
            ? await stepUp.CheckAsync(holder, password, ct) ?? AccountRefusals.PasswordNeedsSecondProof(policy.Rules.Shortest)
            : await proofs.ExecuteAsync(holder, password, second, ProofPurpose.AlwaysAskOff, (account, token) => SetAsync(account, always: false, token), ct);
    }

    private async Task<Refusal?> SetAsync(Account account, bool always, CancellationToken ct)
    {
        if (account.AlwaysAsk == always)
        {
            return null;
        }

        var kind = always ? SecurityEventKind.AlwaysAskOn : SecurityEventKind.AlwaysAskOff;
        if (await changes.TakeAsync(account.Id, kind, ct) is { } refusal)
        {
            return refusal;
        }

        account.SetAlwaysAsk(always);
        events.Record(account.Id, kind);
        await notices.SendAsync(account.Id, ProofMails.AlwaysAsk(account.Language, always, clock.GetUtcNow()), ct);
        log.AlwaysAsk(account.Id, always);
        return null;
    }
}
