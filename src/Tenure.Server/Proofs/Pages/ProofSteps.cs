namespace Tenure.Server.Proofs.Pages;

/// <summary>What is kept in the browser between asking for a code by mail and typing it.</summary>
/// <param name="Transaction">Of the code.</param>
/// <param name="Address">Where a code that freezes from outside went.</param>
internal sealed record ProofSteps(string Transaction, string? Address = null)
{
    /// <summary>Name of the cookie of somebody who freezes an account without being signed in.</summary>
    public const string FromOutside = "freeze";
}
