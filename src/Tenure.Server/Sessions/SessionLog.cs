using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;

namespace Tenure.Server.Sessions;

internal sealed partial class SessionLog(ILogger<SessionLog> logger)
{
    // Not by default: each sign-in is an event of its account, and a line here costs as much as a query.
    [LoggerMessage(Level = LogLevel.Debug, Message = "Session {Id} of account {Account} began as {Kind}")]
    public partial void SessionBegan(AccountId account, SessionId id, SessionKind kind);

    [LoggerMessage(Level = LogLevel.Information, Message = "No session of account {Account} as {Kind}: the password or the session behind it had changed")]
    public partial void SessionRefused(AccountId account, SessionKind kind);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} sessions of account {Account} ended")]
    public partial void SessionsEnded(AccountId account, int count);

    [LoggerMessage(Level = LogLevel.Information, Message = "Session {Id} ended")]
    public partial void SessionEnded(SessionId id);
}
