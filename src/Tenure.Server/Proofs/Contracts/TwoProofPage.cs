using Microsoft.AspNetCore.Components;
using Tenure.Domain.SignIn;
using Tenure.Server.Platform.Pages;
using Tenure.Server.Proofs.Pages;

namespace Tenure.Server.Proofs.Contracts;

/// <summary>A page whose act needs two proofs: a form sends the code, another takes password and code. Public because Razor makes pages so.</summary>
public abstract class TwoProofPage : TenurePage
{
    [Inject]
    private SendProofCode Send { get; set; } = default!;

    [Inject]
    private StepCookie Steps { get; set; } = default!;

    /// <summary>Whether a code was sent just now.</summary>
    protected bool Sent => IsTrue(SentText);

    // As text: what is no bool would be an exception.
    [SupplyParameterFromQuery(Name = "sent")]
    private string? SentText { get; set; }

    /// <summary>The id of the code that was sent last for this purpose.</summary>
    private protected string? TransactionOf(ProofPurpose purpose) => Steps.Read<ProofSteps>(Http, NameOf(purpose))?.Transaction;

    /// <summary>The act is done: its code is of no more use.</summary>
    private protected void Forget(ProofPurpose purpose) => StepCookie.Drop(Http, NameOf(purpose));

    /// <summary>Sends a code and comes back to the page, which may have a query of its own.</summary>
    private protected async Task SendAsync(ProofPurpose purpose, string page)
    {
        var answer = await Send.ExecuteAsync(Me, purpose, Http, Ct);
        if (answer.Refusal is { } refusal)
        {
            Refuse(refusal, "code");
            return;
        }

        Steps.Keep(Http, NameOf(purpose), new ProofSteps(answer.Value));
        Go($"{page}{(page.Contains('?', StringComparison.Ordinal) ? '&' : '?')}sent=true");
    }

    private static string NameOf(ProofPurpose purpose) => $"proof-{purpose}";
}
