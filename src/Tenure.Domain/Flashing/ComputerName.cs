using Tenure.Domain.Accounts;

namespace Tenure.Domain.Flashing;

/// <summary>What a holder calls a computer: 1 to 80 characters on one line, nothing invisible that turns text around.</summary>
public static class ComputerName
{
    /// <summary>Reads what was typed.</summary>
    public static Refusal? Read(string? text, out string name)
    {
        name = "";
        if (WellFormedText.Check(text, "name") is { } malformed)
        {
            return malformed;
        }

        name = (text ?? "").Trim();
        return name.Length is 0 or > BoundComputer.MaxNameLength || !ShownText.IsShowable(name) ? WellFormedText.Malformed("name") : null;
    }
}
