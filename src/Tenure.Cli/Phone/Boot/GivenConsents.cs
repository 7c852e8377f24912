namespace Tenure.Cli.Phone.Boot;

/// <summary>The answer to the consents page.</summary>
/// <param name="Terms">Terms of use: without them the phone is not activated.</param>
/// <param name="Optional">Names of the optional ones that were given.</param>
internal sealed record GivenConsents(bool Terms, IReadOnlyList<string> Optional);
