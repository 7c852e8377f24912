using System.Net;
using Tenure.Domain;
using Tenure.Server.Platform.Telemetry;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.SignIn;

/// <summary>Counts how the steps of sign-ins end, for the operators' figures.</summary>
internal sealed class CountedSignIn(SignInWithPassword signIn) : ISignIn
{
    public async Task<SignInOutcome> StartAsync(SignInAttempt attempt, CancellationToken ct) => Counted(await signIn.StartAsync(attempt, ct));

    public async Task<SignInOutcome> ContinueAsync(string transaction, string code, bool remember, IPAddress address, CancellationToken ct) =>
        Counted(await signIn.ContinueAsync(transaction, code, remember, address, ct));

    public async Task<SignInOutcome> ContinueByRecoveryCodeAsync(string transaction, string recoveryCode, bool remember, IPAddress address, CancellationToken ct) =>
        Counted(await signIn.ContinueByRecoveryCodeAsync(transaction, recoveryCode, remember, address, ct));

    public Task<Refusal?> ResendAsync(string transaction, IPAddress address, CancellationToken ct) => signIn.ResendAsync(transaction, address, ct);

    private static SignInOutcome Counted(SignInOutcome outcome)
    {
        TenureMeter.SignedIn(outcome switch
        {
            SignInOutcome.SignedIn => "signed_in",
            SignInOutcome.CodeSent => "code_sent",
            SignInOutcome.Refused { Refusal.Code: var code } => code,
            _ => "other",
        });
        return outcome;
    }
}
