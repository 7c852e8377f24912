using System.Globalization;

namespace Tenure.Flash.Packages;

/// <summary>Letters of strangers on a person's screen.</summary>
internal static class PackageText
{
    /// <summary>False for what moves a cursor or turns the direction of writing.</summary>
    public static bool IsShown(char c) => char.GetUnicodeCategory(c) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
