namespace Tenure.Server.Exports;

/// <summary>An archive that its person may have now, and nobody afterwards.</summary>
/// <param name="Id">Names the file.</param>
/// <param name="Key">Of the file; nowhere else any more.</param>
/// <param name="Length">Bytes of the archive.</param>
/// <param name="At">When (UTC).</param>
internal sealed record FetchedExport(Guid Id, byte[] Key, long Length, DateTimeOffset At);
