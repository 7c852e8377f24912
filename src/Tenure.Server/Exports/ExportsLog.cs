using Tenure.Domain.Accounts;

namespace Tenure.Server.Exports;

internal sealed partial class ExportsLog(ILogger<ExportsLog> logger)
{
    [LoggerMessage(Level = LogLevel.Information, Message = "An export of account {Account} was asked for.")]
    public partial void Asked(AccountId account);

    [LoggerMessage(Level = LogLevel.Information, Message = "Export {Export} is ready: {Bytes} bytes.")]
    public partial void Ready(Guid export, long bytes);

    [LoggerMessage(Level = LogLevel.Information, Message = "The export of account {Account} is being fetched.")]
    public partial void Fetched(AccountId account);

    [LoggerMessage(Level = LogLevel.Error, Message = "Export {Export} was not made; it is tried again.")]
    public partial void NotMade(Guid export, Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "Exports could not be looked for; it is tried again.")]
    public partial void Failed(Exception failure);
}
