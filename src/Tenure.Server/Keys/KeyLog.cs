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
}
