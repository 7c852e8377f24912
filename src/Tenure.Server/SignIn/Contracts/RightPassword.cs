using Tenure.Domain.Accounts;
using Tenure.Server.Data;

namespace Tenure.Server.SignIn.Contracts;

/// <summary>An identifier and a password that belong together.</summary>
/// <param name="Subject">Whose they are.</param>
/// <param name="Gates">What was counted.</param>
/// <param name="Counted">How it stands.</param>
internal sealed record RightPassword(SignInSubject Subject, SignInGates Gates, GateState Counted)
{
    /// <summary>Whose they are.</summary>
    public AccountId Account => Subject.Id;

    /// <summary>When the password was chosen (UTC): what is done with it must not outlive it.</summary>
    public DateTimeOffset ChosenAt => Subject.PasswordChosenAt;

    /// <summary>Whether the account knows the browser or device.</summary>
    public bool OnKnownDevice => Subject.KnownDevice is not null;

    /// <summary>On a known device: the statement that forgets what was counted, for who writes more than that.</summary>
    public Statement Forgetting => Throttles.Forgetting(Gates.ForgottenOnSuccess);
}
