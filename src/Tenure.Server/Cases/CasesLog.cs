using Tenure.Domain.Cases;

namespace Tenure.Server.Cases;

internal sealed partial class CasesLog(ILogger<CasesLog> logger)
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Case {Case} was opened: {Kind}.")]
    public partial void Opened(CaseId @case, CaseKind kind);

    [LoggerMessage(Level = LogLevel.Information, Message = "Case {Case} went on: {Step}; it is {State}.")]
    public partial void Moved(CaseId @case, CaseStep step, CaseState state);

    [LoggerMessage(Level = LogLevel.Information, Message = "Case {Case} got a new link; the one before opens it no more.")]
    public partial void LinkSent(CaseId @case);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Case {Case} waits for long: a case has seen a time more than a day ahead of this node's clock. One of the server's clocks is or was wrong.")]
    public partial void ClockInDoubt(CaseId @case);
}
