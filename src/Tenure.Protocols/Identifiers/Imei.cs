namespace Tenure.Protocols.Identifiers;

/// <summary>The number of a modem: eight digits of type allocation code and six of serial number. The check digit is computed and never kept.</summary>
/// <remarks>
/// 3GPP TS 23.003 §6.2: the fifteenth digit is the check digit on labels and 0 on the network; an IMEISV has sixteen, the last two of them the version of
/// the software. All of these are one IMEI. It says nothing about who has the device, and anybody can say it.
/// </remarks>
public readonly record struct Imei
{
    /// <summary>Digits that are kept.</summary>
    public const int Length = 14;

    private const int LongestLength = 16;

    private Imei(string digits) => Digits = digits;

    /// <summary>The fourteen digits.</summary>
    public string Digits { get => field ?? ""; }

    /// <summary>Fifteen digits, as on a label.</summary>
    public string Text => Digits + Luhn.DigitOf(Digits);

    /// <summary>Fifteen characters of which the middle nine are hidden: enough to compare with a label.</summary>
    public string Masked => $"{Digits[..2]}•••••••••{Text[^4..]}";

    /// <summary>Reads what a modem or a network said: 14 to 16 digits, whatever the check digit is.</summary>
    public static bool TryReport(ReadOnlySpan<char> text, out Imei imei)
    {
        Span<char> digits = stackalloc char[LongestLength];
        var count = DigitGroups.Read(text, digits);
        var good = count is >= Length and <= LongestLength && digits[..Length].ContainsAnyExcept('0');
        imei = good ? new Imei(digits[..Length].ToString()) : default;
        return good;
    }

    /// <summary>Reads what a person typed. Of fifteen digits the last one must be the check digit, because people mistype.</summary>
    /// <returns>What is wrong with it; <c>null</c> when nothing is.</returns>
    public static ImeiFault? Read(ReadOnlySpan<char> text, out Imei imei)
    {
        if (!TryReport(text, out imei))
        {
            return ImeiFault.Malformed;
        }

        Span<char> digits = stackalloc char[LongestLength];
        if (DigitGroups.Read(text, digits) == Length + 1 && digits[Length] != Luhn.DigitOf(imei.Digits))
        {
            imei = default;
            return ImeiFault.CheckDigitWrong;
        }

        return null;
    }

    /// <summary>Takes fourteen digits that were kept or sent in this form.</summary>
    /// <exception cref="FormatException">Any other form.</exception>
    public static Imei FromDigits(string digits)
    {
        ArgumentNullException.ThrowIfNull(digits);
        return digits.Length == Length && TryReport(digits, out var imei) ? imei : throw new FormatException("An IMEI is kept as 14 digits that are not all 0.");
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
