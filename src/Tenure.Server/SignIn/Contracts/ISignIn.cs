using System.Net;
using Tenure.Domain;

namespace Tenure.Server.SignIn.Contracts;

/// <summary>Signing in with password and, on a new browser or device, a code: the same for pages and for native clients.</summary>
internal interface ISignIn
{
    /// <summary>Checks identifier and password.</summary>
    Task<SignInOutcome> StartAsync(SignInAttempt attempt, CancellationToken ct);

    /// <summary>Checks the code of a transaction.</summary>
    /// <param name="transaction">From <see cref="SignInOutcome.CodeSent"/>.</param>
    /// <param name="code">As typed.</param>
    /// <param name="remember">Whether the device is to be known from now on.</param>
    /// <param name="address">Where the request comes from.</param>
    /// <param name="ct">Ends the call.</param>
    Task<SignInOutcome> ContinueAsync(string transaction, string code, bool remember, IPAddress address, CancellationToken ct);

    /// <summary>Checks a recovery code in place of the code of a transaction.</summary>
    Task<SignInOutcome> ContinueByRecoveryCodeAsync(string transaction, string recoveryCode, bool remember, IPAddress address, CancellationToken ct);

    /// <summary>Sends another code for the same transaction; the one before stops working.</summary>
    Task<Refusal?> ResendAsync(string transaction, IPAddress address, CancellationToken ct);
}
