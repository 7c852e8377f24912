using Tenure.Protocols;
using Tenure.Protocols.Tickets;

namespace Tenure.Server.Keys.Signing;

internal sealed partial class SignerLog(ILogger<SignerLog> logger)
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Signer: listening, {Entries} lines in the ledger")]
    public partial void Listening(long entries);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Signer: a {Purpose} ticket was refused: {Code} at {Field}. A server of ours asks for none such")]
    public partial void Refused(SignerPurpose purpose, ProtocolErrorCode code, string? field);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Signer: a request was refused: {Code} at {Field}")]
    public partial void RequestRefused(ProtocolErrorCode code, string? field);

    [LoggerMessage(Level = LogLevel.Critical, Message = "Signer: the limit of {Limit} {Action} tickets an hour is reached. More are refused; find out who asks for them")]
    public partial void LimitReached(string action, int limit);

    [LoggerMessage(Level = LogLevel.Error, Message = "Signer: not ready: {Reason}")]
    public partial void NotReady(string reason);

    [LoggerMessage(Level = LogLevel.Critical, Message = "Signer: the ledger cannot be written; nothing is signed without it")]
    public partial void LedgerClosed(Exception reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Signer: a connection ended badly: {Reason}")]
    public partial void ConnectionLost(string reason);
}
