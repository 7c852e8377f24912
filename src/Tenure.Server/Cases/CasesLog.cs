using Tenure.Domain.Cases;

namespace Tenure.Server.Cases;

internal sealed partial class CasesLog(ILogger<CasesLog> logger)
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Case {Case} was opened: {Kind}.")]
    public partial void Opened(CaseId @case, CaseKind kind);

    [LoggerMessage(Level = LogLevel.Information, Message = "Case {Case} went on: {Step}; it is {State}.")]
    public partial void Moved(CaseId @case, CaseStep step, CaseState state);
}
