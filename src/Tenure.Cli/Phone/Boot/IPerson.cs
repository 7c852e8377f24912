using Tenure.Cli.Phone.Texts;
using Tenure.Client.Accounts;
using Tenure.Client.Cases;
using Tenure.Device.Agent;
using Tenure.Device.Phone;

namespace Tenure.Cli.Phone.Boot;

/// <summary>Whoever holds the phone in the hand: at the terminal, or a script. <c>null</c> is no answer and ends the step.</summary>
internal interface IPerson
{
    /// <summary>The phone's language.</summary>
    PhoneText Text { get; set; }

    /// <summary>A script says everything once: nothing is asked again, and the phone switches off when it has no more to say.</summary>
    bool IsScript { get; }

    void Say(string text);

    /// <summary>Something went wrong and is said in plain words.</summary>
    void Complain(string text);

    /// <summary>A screen begins.</summary>
    void ShowScreen(string title, string? explanation = null);

    void ShowReport(PhoneReport report);

    /// <summary>Shows a picture of characters.</summary>
    void ShowPicture(string picture);

    bool TryAgain();

    PhoneText ChooseLanguage();

    Uri? AskServer(Uri? offered);

    /// <summary>Where the pinned server is now; only a script may know better.</summary>
    Uri LocateServer(Uri pinned);

    bool ConfirmServer(MetServer server);

    /// <param name="mayOpen">Whether the phone may be used without an account.</param>
    AccountChoice ChooseAccount(bool mayOpen);

    string? AskIdentifier(string? offered);

    /// <summary>Where the new account's person can be reached: at a SIM of this phone, at another number, or by mail.</summary>
    StartRegistration? AskAddress(IReadOnlyList<SimSlot> sims);

    /// <summary>An address of the account whose password was forgotten.</summary>
    string? AskResetAddress();

    string? AskPassword();

    string? AskNewPassword();

    string? AskNickname();

    /// <summary>A new erase code; empty takes the old one away.</summary>
    string? AskEraseCode();

    /// <summary>An e-mail address at which whoever opens a case is reached.</summary>
    string? AskContact();

    /// <summary>The release code of a sealed phone.</summary>
    string? AskReleaseCode();

    /// <summary>The code of the screen lock.</summary>
    string? AskScreenCode();

    /// <summary>A new code of the screen lock; empty takes it away.</summary>
    string? AskNewScreenCode();

    /// <summary>The number of the case that the person objects to; <c>null</c> for none.</summary>
    string? ChooseCase(IReadOnlyList<CaseAboutMe> cases);

    /// <summary>The code from a message.</summary>
    string? AskCode();

    /// <summary>The code from a message, or a recovery code.</summary>
    string? AskProof();

    GivenConsents AskConsents();

    bool ConfirmHolder(string maskedHolder);

    /// <summary>Takes the phone's question to its holder's server, and comes back with the answer.</summary>
    /// <param name="question">What the phone signed.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <returns>The answer as typed, scanned or read; <c>null</c> when there is none.</returns>
    Task<string?> ExchangeAsync(byte[] question, CancellationToken ct);

    /// <summary>What is chosen at the lock screen.</summary>
    /// <param name="patience">How long to wait.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <returns><c>null</c> when nobody chose anything.</returns>
    Task<LockChoice?> ChooseAtLockAsync(TimeSpan patience, CancellationToken ct);

    RunningChoice ChooseWhileRunning(IReadOnlyList<RunningChoice> offered);
}
