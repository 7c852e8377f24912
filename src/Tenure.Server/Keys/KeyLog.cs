using Tenure.Protocols;
using Tenure.Protocols.Tickets;

namespace Tenure.Server.Keys;

internal sealed partial class KeyLog(ILogger<KeyLog> logger)
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Development: two root keys were made in {Folder}. Never use them for real devices")]
    public partial void DevelopmentRootsMade(string folder);

    [LoggerMessage(Level = LogLevel.Information, Message = "Development: signer {Purpose} certified for {Issuer}")]
    public partial void DevelopmentSignerCertified(SignerPurpose purpose, string issuer);

    [LoggerMessage(Level = LogLevel.Information, Message = "Signer {Purpose} of generation {Generation} ready")]
    public partial void SignerReady(SignerPurpose purpose, uint generation);

    [LoggerMessage(Level = LogLevel.Error, Message = "The signer's process cannot be started: {Reason}")]
    public partial void SignerNotStarted(string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "The signer's process ended with {ExitCode} and is started again. {Reason}")]
    public partial void SignerDied(int exitCode, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "The signer cannot be reached: {Reason}")]
    public partial void SignerUnreachable(string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The signer said no: {Code}")]
    public partial void SignerSaidNo(ProtocolErrorCode code);

    [LoggerMessage(Level = LogLevel.Error, Message = "{File} in the keys folder is no statement of a root and is not offered to devices: {Reason}")]
    public partial void StatementUnreadable(string file, string reason);
}
