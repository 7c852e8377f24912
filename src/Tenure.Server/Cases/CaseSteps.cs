namespace Tenure.Server.Cases;

/// <summary>What is kept in the browser of a case's person: never in an address.</summary>
/// <param name="Number">The case.</param>
/// <param name="Secret">Its secret.</param>
internal sealed record CaseSteps(string Number, string Secret)
{
    /// <summary>Name of the cookie.</summary>
    public const string Cookie = "case";
}
