namespace Tenure.Cli.Flash;

/// <summary>A code was sent to the person: the command is begun again with it.</summary>
/// <param name="message">For the person.</param>
/// <param name="transaction">Of the code.</param>
internal sealed class CodeNeededException(string message, string transaction) : Exception(message)
{
    public string Transaction { get; } = transaction;
}
