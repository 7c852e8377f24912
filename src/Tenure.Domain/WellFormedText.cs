namespace Tenure.Domain;

/// <summary>What any text from outside must be before anyone looks at what it says.</summary>
/// <remarks>PostgreSQL refuses U+0000 and lone surrogates with an error where SQLite takes them, so both are refused at the edge.</remarks>
public static class WellFormedText
{
    /// <summary>The refusal of a text that no database and no protocol of ours can carry.</summary>
    public static Refusal Malformed(string? field) => new("malformed", "The request is not well formed.", RefusalKind.Invalid, field);

    /// <summary>Refuses U+0000 and lone surrogates; <c>null</c> is well formed.</summary>
    public static Refusal? Check(string? text, string field) => IsWellFormed(text) ? null : Malformed(field);

    /// <summary>Whether the text has neither U+0000 nor a lone surrogate.</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0' || char.IsLowSurrogate(text[i]))
            {
                return false;
            }

            if (char.IsHighSurrogate(text[i]) && (++i == text.Length || !char.IsLowSurrogate(text[i])))
            {
                return false;
            }
        }

        return true;
    }
}
