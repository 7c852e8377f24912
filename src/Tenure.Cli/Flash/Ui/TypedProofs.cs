namespace Tenure.Cli.Flash.Ui;

/// <summary>What was typed.</summary>
/// <param name="Password">Of the account.</param>
/// <param name="Code">That was sent, or a recovery code.</param>
/// <param name="Consent">A holder's code for a workshop, in place of both; empty where there is none.</param>
internal sealed record TypedProofs(string Password, string Code, string Consent);
