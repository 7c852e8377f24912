using Tenure.Domain.Accounts;
using Tenure.Domain.Operators;

namespace Tenure.Server.Operators;

internal sealed partial class OperatorsLog(ILogger<OperatorsLog> logger)
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "A sign-in of an operator failed")]
    public partial void SignInFailed();

    [LoggerMessage(Level = LogLevel.Information, Message = "Operator {Id} signed in")]
    public partial void SignedIn(OperatorId id);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The password of operator {Id} was right after too many wrong ones in a row: it may have been guessed")]
    public partial void RightAfterManyWrong(OperatorId id);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The session of operator {Id} was ended: too many wrong passwords in it")]
    public partial void SessionEnded(OperatorId id);

    [LoggerMessage(Level = LogLevel.Information, Message = "Operator {Id}: {Act} of account {Account}")]
    public partial void Acted(OperatorId id, string act, AccountId account);
}
