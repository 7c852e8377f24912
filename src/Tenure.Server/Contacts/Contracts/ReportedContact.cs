namespace Tenure.Server.Contacts.Contracts;

/// <summary>A conversation that a holder reported.</summary>
/// <param name="Device">The phone's id.</param>
/// <param name="ReportedAt">When (UTC).</param>
/// <param name="Lines">What was written, in order.</param>
internal sealed record ReportedContact(string Device, DateTimeOffset ReportedAt, IReadOnlyList<ReportedLine> Lines);

/// <summary>A message of it.</summary>
/// <param name="ByHolder">Whether the holder wrote it.</param>
/// <param name="At">When (UTC).</param>
/// <param name="Text">Plain text in lines.</param>
internal sealed record ReportedLine(bool ByHolder, DateTimeOffset At, string Text);
