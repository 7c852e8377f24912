namespace Tenure.Server.Backups;

/// <summary>What a backup says of itself.</summary>
/// <param name="Format">Of the archive.</param>
/// <param name="Database"><c>sqlite</c> or <c>postgresql</c>.</param>
/// <param name="Migration">The last change of the schema that it has.</param>
/// <param name="MadeAt">When (UTC).</param>
internal sealed record BackupManifest(int Format, string Database, string Migration, DateTimeOffset MadeAt)
{
    /// <summary>The only one so far.</summary>
    public const int CurrentFormat = 1;
}
