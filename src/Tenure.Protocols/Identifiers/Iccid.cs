namespace Tenure.Protocols.Identifiers;

/// <summary>The number of a SIM card.</summary>
/// <remarks>
/// ITU-T E.118: 18 to 20 digits. Many cards end with a Luhn digit and many do not, so it proves nothing and nothing is refused for it. A card stores pairs of digits and
/// fills the last one with F, which some modems hand on.
/// </remarks>
public readonly record struct Iccid
{
    private const int ShortestLength = 18;
    private const int LongestLength = 20;

    private Iccid(string digits) => Digits = digits;

    /// <summary>All digits.</summary>
    public string Digits { get => field ?? ""; }

    /// <summary>The last four digits.</summary>
    public string LastFour => Digits[^4..];

    /// <summary>Reads what a modem said or a person typed.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, out Iccid iccid)
    {
        Span<char> digits = stackalloc char[LongestLength];
        var count = DigitGroups.Read(text.TrimEnd("Ff"), digits);
        var good = count >= ShortestLength && digits[..count].ContainsAnyExcept('0');
        iccid = good ? new Iccid(digits[..count].ToString()) : default;
        return good;
    }

    /// <inheritdoc/>
    public override string ToString() => Digits;
}
