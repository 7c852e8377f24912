namespace Tenure.Cli.Phone;

/// <summary>A case in a phone's report.</summary>
/// <param name="Number">What people call it.</param>
/// <param name="Kind"><c>recovery</c> or <c>release</c>.</param>
/// <param name="State">As the server calls it.</param>
/// <param name="Earliest">When it is granted at the earliest (UTC), where that is known.</param>
/// <param name="LetGoUntil">Of a release that was granted: before when the phone must have been online (UTC).</param>
internal sealed record ReportedCase(string Number, string Kind, string State, DateTimeOffset? Earliest, DateTimeOffset? LetGoUntil = null);
