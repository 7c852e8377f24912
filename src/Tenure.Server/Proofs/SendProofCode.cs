using Microsoft.AspNetCore.Http.HttpResults;
using Tenure.Client.Accounts;
using Tenure.Domain;
using Tenure.Domain.SignIn;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;
using Tenure.Server.Proofs.Contracts;
using Request = Tenure.Client.Accounts.SendProofCode;

namespace Tenure.Server.Proofs;

/// <summary>Sends the code that is the second proof for one act.</summary>
internal sealed class SendProofCode(ProofCodes codes)
{
    public static void Map(IEndpointRouteBuilder account) => account
        .MapPost("/proof-codes", async Task<Results<Ok<ProofCodeSent>, RefusalResult>> (
            Request request, HttpContext context, CurrentAccount holder, SendProofCode send, CancellationToken ct) =>
        {
            var answer = Enum.TryParse<ProofPurpose>(request.Purpose, ignoreCase: true, out var purpose) && Enum.IsDefined(purpose)
                ? await send.ExecuteAsync(holder, purpose, context, ct)
                : WellFormedText.Malformed("purpose");
            return answer.Refusal is { } refusal ? TypedResults.Refused(refusal) : TypedResults.Ok(new ProofCodeSent(answer.Value));
        })
        .WithSummary("Send the code that is the second proof for an act");

    public Task<Answer<string>> ExecuteAsync(CurrentAccount holder, ProofPurpose purpose, HttpContext context, CancellationToken ct) =>
        codes.SendAsync(holder, purpose, context.CallerAddress, ct);
}
