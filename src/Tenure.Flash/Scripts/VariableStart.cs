namespace Tenure.Flash.Scripts;

/// <summary>A variable of the bootloader that begins with these letters.</summary>
/// <param name="Name">Of the variable.</param>
/// <param name="Value">Letters, digits, hyphen and underscore.</param>
/// <param name="IsWhole">True when nothing may follow.</param>
public sealed record VariableStart(string Name, string Value, bool IsWhole)
{
    /// <summary>Does the device's answer fit?</summary>
    public bool Fits(string? answer)
    {
        var value = (answer ?? "").Trim();
        return IsWhole ? string.Equals(value, Value, StringComparison.Ordinal) : value.StartsWith(Value, StringComparison.Ordinal);
    }
}
