using Tenure.Cli.Phone.Texts;

namespace Tenure.Cli.Phone.Boot;

/// <summary>The answers that came with the command line.</summary>
internal sealed record ScriptAnswers
{
    public PhoneText? Language { get; init; }

    public Uri? Server { get; init; }

    /// <summary>Eight groups of four hex digits; spaces and case do not matter.</summary>
    public string? Fingerprint { get; init; }

    public bool TrustServer { get; init; }

    public string? SignIn { get; init; }

    /// <summary>An address of an account whose password was forgotten.</summary>
    public string? ResetPassword { get; init; }

    /// <summary>An e-mail address, a phone number, or <c>sim</c>, <c>sim1</c>, <c>sim2</c> for the number of a SIM.</summary>
    public string? Register { get; init; }

    /// <summary>Country of a phone number without <c>+</c>: ISO 3166-1 alpha-2.</summary>
    public string? Country { get; init; }

    /// <summary>Use the phone without an account, where that is allowed.</summary>
    public bool WithoutAccount { get; init; }

    public string? Nickname { get; init; }

    public string? Password { get; init; }

    public bool PasswordFromInput { get; init; }

    public string? Code { get; init; }

    public bool CodeFromInput { get; init; }

    public bool AcceptTerms { get; init; }

    public IReadOnlyList<string> Consents { get; init; } = [];

    /// <summary>File for the question of a phone that is to be let go without a network.</summary>
    public string? ChallengeOut { get; init; }

    /// <summary>File with the answer; waited for while it is not there.</summary>
    public string? TicketIn { get; init; }

    /// <summary><c>keep</c>, <c>erase</c>, or <c>null</c>.</summary>
    public string? SignOut { get; init; }

    public bool Reset { get; init; }

    /// <summary>A new erase code; empty takes the old one away; <c>null</c> leaves it.</summary>
    public string? EraseCode { get; init; }

    public bool CancelErase { get; init; }

    /// <summary>The account that is asked for in a recovery case.</summary>
    public string? Recover { get; init; }

    /// <summary>Whether this phone is asked for in a release case.</summary>
    public bool AskRelease { get; init; }

    /// <summary>The address of whoever opens a case.</summary>
    public string? Contact { get; init; }

    /// <summary>Of a sealed phone.</summary>
    public string? ReleaseCode { get; init; }

    public string? ScreenCode { get; init; }

    /// <summary>Empty takes the screen lock away; <c>null</c> leaves it.</summary>
    public string? NewScreenCode { get; init; }

    /// <summary>The number of a case that is objected to.</summary>
    public string? Object { get; init; }

    /// <summary>Shows digits for a status check.</summary>
    public bool StatusCode { get; init; }
}
