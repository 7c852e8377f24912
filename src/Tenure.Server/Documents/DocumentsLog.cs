namespace Tenure.Server.Documents;

internal sealed partial class DocumentsLog(ILogger<DocumentsLog> logger)
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Document {Document} was kept, with {Pages} pages")]
    public partial void Kept(Guid document, int pages);

    [LoggerMessage(Level = LogLevel.Information, Message = "Document {Document} was refused: {Code}")]
    public partial void Refused(Guid document, string code);

    [LoggerMessage(Level = LogLevel.Error, Message = "Document {Document} could not be looked at")]
    public partial void NotLookedAt(Guid document, Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "Documents that arrived could not be read from the database")]
    public partial void Failed(Exception failure);
}
