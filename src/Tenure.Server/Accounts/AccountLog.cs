using Tenure.Domain.Accounts;

namespace Tenure.Server.Accounts;

internal sealed partial class AccountLog(ILogger<AccountLog> logger)
{
    [LoggerMessage(Level = LogLevel.Information, Message = "A registration started")]
    public partial void RegistrationStarted();

    [LoggerMessage(Level = LogLevel.Information, Message = "A registration's code was refused: {Code}")]
    public partial void RegistrationCodeRefused(string code);

    [LoggerMessage(Level = LogLevel.Information, Message = "Account {Account} was created")]
    public partial void AccountCreated(AccountId account);

    [LoggerMessage(Level = LogLevel.Information, Message = "Account {Account} changed its profile")]
    public partial void AccountChanged(AccountId account);

    [LoggerMessage(Level = LogLevel.Information, Message = "Account {Account} changed its password")]
    public partial void PasswordChanged(AccountId account);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The forgotten password of account {Account} was reset")]
    public partial void PasswordReset(AccountId account);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Account {Account} was given to a person whose case was granted")]
    public partial void AccountRecovered(AccountId account);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A reset of the password of account {Account} was undone from an address of before")]
    public partial void PasswordResetUndone(AccountId account);

    [LoggerMessage(Level = LogLevel.Information, Message = "Account {Account} proved an address")]
    public partial void AddressConfirmed(AccountId account);

    [LoggerMessage(Level = LogLevel.Information, Message = "A code for an address of account {Account} was refused: {Code}")]
    public partial void AddressCodeRefused(AccountId account, string code);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A change of the addresses of account {Account} was undone from an address of before")]
    public partial void AddressChangeUndone(AccountId account);
}
