using Microsoft.AspNetCore.Components;
using Tenure.Domain.SignIn;
using Tenure.Server.Platform.Pages;
using Tenure.Server.Sessions.Contracts;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.SignIn.Pages;

/// <summary>A page after the right password: it asks for a second proof. Public because Razor makes pages so.</summary>
public abstract class SignInStepPage : TenurePage
{
    private protected SignInSteps Kept { get; private set; } = null!;

    [Inject]
    private protected ISignIn SignIn { get; set; } = default!;

    [Inject]
    private BrowserSession Browser { get; set; } = default!;

    [Inject]
    private StepCookie Steps { get; set; } = default!;

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        if (Steps.Read<SignInSteps>(Http, SignInSteps.Cookie) is not { } steps)
        {
            Go("/sign-in");
            return;
        }

        Kept = steps;
    }

    /// <summary>Signs in and goes on, or shows the form again.</summary>
    private protected async Task FinishAsync(SignInOutcome outcome, string field)
    {
        switch (outcome)
        {
            case SignInOutcome.SignedIn signedIn:
                if (!await Browser.SignInAsync(Http, signedIn.Ground, signedIn.Also, Ct))
                {
                    Refuse(SignInRefusals.CodeSpent, field);
                    break;
                }

                StepCookie.Drop(Http, SignInSteps.Cookie);
                KnownBrowser.Keep(Http, signedIn.Ground.Account, signedIn.KnownDevice);
                Go(Kept.Return);
                break;
            case SignInOutcome.Refused refused:
                Refuse(refused.Refusal, field);
                break;
            case SignInOutcome.CodeSent sent:
                Steps.Keep(Http, SignInSteps.Cookie, Kept with { Transaction = sent.Transaction });
                break;
        }
    }
}
