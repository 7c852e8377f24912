using Tenure.Domain.Accounts;

namespace Tenure.Domain.SignIn;

/// <summary>Every "no" about codes, passwords that are typed, and tries that come too fast.</summary>
public static class SignInRefusals
{
    /// <summary>Identifier or password is wrong; deliberately not said which.</summary>
    public static readonly Refusal SignInFailed = new("sign_in_failed", "The account or the password is wrong.", RefusalKind.NotAllowed);

    /// <summary>The password that should confirm an act is wrong.</summary>
    public static readonly Refusal StepUpFailed = new("step_up_failed", "The password is wrong.", RefusalKind.NotAllowed, "password");

    /// <summary>Not the code that was sent; the transaction goes on.</summary>
    public static readonly Refusal CodeWrong = new("code_wrong", "The code is wrong.", RefusalKind.Invalid, "code");

    /// <summary>The code was used, or tried too often, or there is no such transaction: all three look alike.</summary>
    public static readonly Refusal CodeSpent = new("code_spent", "This code no longer works. Ask for a new one.", RefusalKind.Gone, "code");

    /// <summary>The code is too old.</summary>
    public static readonly Refusal CodeExpired = new("code_expired", "The code has expired. Ask for a new one.", RefusalKind.Gone, "code");

    /// <summary>What was typed cannot be a recovery code: its check says so, and nobody was asked.</summary>
    public static readonly Refusal RecoveryCodeMistyped = new("recovery_code_mistyped", "This is not a recovery code as it was printed. Look for a typing mistake.", RefusalKind.Invalid, "recovery_code");

    /// <summary>No recovery code of the account, or one that was used or replaced: all look alike.</summary>
    public static readonly Refusal RecoveryCodeWrong = new("recovery_code_wrong", "This recovery code does not work here, or was used before.", RefusalKind.Invalid, "recovery_code");

    /// <summary>A recovery code that is right, but so new that whoever has the password may have made it just now.</summary>
    public static readonly Refusal RecoveryCodeNew = new("recovery_code_new", "This recovery code is too new for this.", RefusalKind.Conflict, "recovery_code", Age: Account.QuietTime);

    /// <summary>Too many tries; after <paramref name="wait"/> the next one is looked at.</summary>
    public static Refusal Throttled(TimeSpan wait) => new("throttled", "Too many tries. Wait a little.", RefusalKind.TooMany, RetryAfter: wait);

    /// <summary>Too much was asked for in a while; after <paramref name="wait"/> there is room again.</summary>
    public static Refusal RateLimited(TimeSpan wait) => new("rate_limited", "Too many requests in a short time. Try again later.", RefusalKind.TooMany, RetryAfter: wait);

    /// <summary>More people sign in at once than the server can check.</summary>
    public static Refusal Busy(TimeSpan wait) => new("busy", "The server is busy. Try again in a moment.", RefusalKind.Busy, RetryAfter: wait);
}
