namespace Tenure.Domain;

/// <summary>An expected "no": what a rule says instead of throwing.</summary>
/// <param name="Code">Stable, lower case with underscores; docs/problems.md has a line for each.</param>
/// <param name="Reason">One plain English sentence; pages and problems show it translated by its code.</param>
/// <param name="Kind">What sort of no it is.</param>
/// <param name="Field">The field of the request that broke the rule, when one did.</param>
/// <param name="RetryAfter">How long to wait until the same request may succeed, when time alone helps.</param>
/// <param name="Least">The fewest that would have done, when it is about a number; a translated text names it as its first figure.</param>
/// <param name="Most">The most that would have done; the second figure.</param>
/// <param name="Age">How old something must be; the third figure.</param>
/// <param name="Place">Which of several it is about; the fourth.</param>
public sealed record Refusal(
    string Code, string Reason, RefusalKind Kind, string? Field = null, TimeSpan? RetryAfter = null, int? Least = null, int? Most = null, TimeSpan? Age = null, uint? Place = null);
