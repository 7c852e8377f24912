using System.Text;

namespace Tenure.Domain.SignIn;

/// <summary>What a client calls itself, made fit for a mail to the holder.</summary>
/// <remarks>
/// Whoever has the password chooses this text, and the mail comes from us: nothing in it may become a link or a line of its own.
/// </remarks>
public static class DeviceName
{
    private const int MaxLength = 40;
    private const string Kept = " ()-_,";

    /// <summary>Letters, digits, spaces and a little punctuation; dots between digits only. Empty when nothing is left.</summary>
    public static string ForMail(string? name)
    {
        // Cut first: what comes after the cut must not vouch for a dot before it.
        var text = ShortText.Cut(name ?? "", MaxLength);
        var kept = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            kept.Append(char.IsLetterOrDigit(text[i]) || Kept.Contains(text[i], StringComparison.Ordinal) || IsInNumber(text, i) ? text[i] : ' ');
        }

        return string.Join(' ', kept.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    private static bool IsInNumber(string text, int at) =>
        text[at] == '.' && at > 0 && at + 1 < text.Length && char.IsAsciiDigit(text[at - 1]) && char.IsAsciiDigit(text[at + 1]);
}
