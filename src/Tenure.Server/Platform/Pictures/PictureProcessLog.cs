namespace Tenure.Server.Platform.Pictures;

internal sealed partial class PictureProcessLog(ILogger<PictureProcessLog> logger)
{
    [LoggerMessage(Level = LogLevel.Error, Message = "Pictures cannot be read here: {Why}")]
    public partial void ProcessNotStarted(string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A process that read a picture took too long and was ended")]
    public partial void ProcessTookTooLong();

    [LoggerMessage(Level = LogLevel.Warning, Message = "A process that read a picture ended with {ExitCode}")]
    public partial void ProcessDied(int exitCode);
}
