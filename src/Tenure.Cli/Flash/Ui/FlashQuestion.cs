namespace Tenure.Cli.Flash.Ui;

/// <summary>A restore waits for a person's proofs.</summary>
/// <param name="Round">Rises with each question.</param>
/// <param name="Problem">Why what was typed before did not do; <c>null</c> at first.</param>
/// <param name="IsSent">Whether a code was sent.</param>
internal sealed record FlashQuestion(int Round, string? Problem, bool IsSent);
