namespace Tenure.Server.Audit.Tree;

internal sealed partial class TreeLog(ILogger<TreeLog> logger)
{
    [LoggerMessage(Level = LogLevel.Debug, Message = "Entries of the device log were taken up by another process")]
    public partial void TakenUpElsewhere(Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "Entries of the device log could not be taken up into its tree; they wait")]
    public partial void NotTakenUp(Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "The last checkpoint could not be written to {File}")]
    public partial void NotRemembered(string file, Exception failure);
}
