using Tenure.Domain.Accounts;

namespace Tenure.Domain.Contacts;

/// <summary>What one side says to the other: plain text in lines.</summary>
public static class ContactText
{
    /// <summary>The longest message, in characters (runes).</summary>
    public const int Longest = 500;

    /// <summary>Reads what was typed; refuses with <c>contact_text_malformed</c> or <c>contact_text_link</c>.</summary>
    /// <param name="typed">As typed.</param>
    /// <param name="text">Without space around it, lines ended by a line feed.</param>
    public static Refusal? Read(string typed, out string text)
    {
        text = "";
        if (WellFormedText.Check(typed, "text") is { } malformed)
        {
            return malformed;
        }

        var said = typed.ReplaceLineEndings("\n").Trim();
        if (said.EnumerateRunes().Count() is < 1 or > Longest || !said.Split('\n').All(ShownText.IsShowable))
        {
            return ContactRefusals.Malformed;
        }

        if (LinkText.IsIn(said))
        {
            return ContactRefusals.Link;
        }

        text = said;
        return null;
    }
}
