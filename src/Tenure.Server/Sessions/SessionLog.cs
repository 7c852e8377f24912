using Tenure.Domain.SignIn;

namespace Tenure.Server.Sessions;

internal sealed partial class SessionLog(ILogger<SessionLog> logger)
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Session {Id} began as {Kind}")]
    public partial void SessionBegan(SessionId id, SessionKind kind);

    [LoggerMessage(Level = LogLevel.Information, Message = "Session {Id} ended")]
    public partial void SessionEnded(SessionId id);
}
