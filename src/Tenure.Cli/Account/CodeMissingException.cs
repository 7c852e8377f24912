namespace Tenure.Cli.Account;

/// <summary>A code was sent, and nobody is there to type it.</summary>
internal sealed class CodeMissingException : Exception;
