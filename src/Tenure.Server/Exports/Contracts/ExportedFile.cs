namespace Tenure.Server.Exports.Contracts;

/// <summary>A file of a folder in the archive.</summary>
/// <param name="Name">Within the folder; made here, of letters, digits, dots and hyphens.</param>
/// <param name="Content">All of it: what is kept in the database, or a page of a document.</param>
internal sealed record ExportedFile(string Name, byte[] Content);
