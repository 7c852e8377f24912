namespace Tenure.Server.Platform.Sweeps;

internal sealed partial class SweepLog(ILogger<SweepLog> logger)
{
    [LoggerMessage(Level = LogLevel.Error, Message = "{Sweep} could not remove what is over")]
    public partial void SweepFailed(string sweep, Exception failure);
}
