namespace Tenure.Domain;

/// <summary>Shortens text that is shown and never compared.</summary>
public static class ShortText
{
    /// <summary>At most so many UTF-16 units, and never half a surrogate pair: PostgreSQL refuses one with an error.</summary>
    public static string Cut(string text, int longest)
    {
        if (text.Length <= longest)
        {
            return text;
        }

        return text[..(char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)];
    }
}
