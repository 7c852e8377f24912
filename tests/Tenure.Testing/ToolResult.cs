namespace Tenure.Testing;

/// <summary>What a finished program left: its exit code and what it wrote.</summary>
public sealed record ToolResult(int ExitCode, string Output, string Error)
{
    /// <summary>Everything it wrote, output first.</summary>
    public string Text => Output + Error;
}
