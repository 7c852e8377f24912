using Tenure.Domain.Accounts;

namespace Tenure.Server.SignIn;

internal sealed partial class SignInLog(ILogger<SignInLog> logger)
{
    [LoggerMessage(Level = LogLevel.Information, Message = "A sign-in failed")]
    public partial void SignInFailed();

    [LoggerMessage(Level = LogLevel.Information, Message = "Account {Account} signed in on a new device")]
    public partial void SignedInOnNewDevice(AccountId account);

    [LoggerMessage(Level = LogLevel.Information, Message = "A code was sent to account {Account}")]
    public partial void CodeSent(AccountId account);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No code was sent to account {Account}: too many were asked for")]
    public partial void CodeKeptBack(AccountId account);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The password of account {Account} was right after too many wrong ones in a row: it may have been guessed")]
    public partial void RightAfterManyWrong(AccountId account);

    [LoggerMessage(Level = LogLevel.Information, Message = "Account {Account} took a known device away")]
    public partial void KnownDeviceForgotten(AccountId account);

    [LoggerMessage(Level = LogLevel.Information, Message = "A code of account {Account} was refused: {Code}")]
    public partial void CodeRefused(AccountId account, string code);
}
