using System.Globalization;
using System.Text;
using Tenure.Domain.Accounts;

namespace Tenure.Domain.Documents;

/// <summary>What a person says that stands on a receipt, for those who compare it with the picture. All of it is optional.</summary>
/// <param name="Date">The day of the purchase.</param>
/// <param name="Shop">Where.</param>
/// <param name="Serial">The serial number or IMEI on it.</param>
/// <param name="Payer">Who paid.</param>
public sealed record ReceiptWords(DateOnly? Date, string? Shop, string? Serial, string? Payer)
{
    /// <summary>Most characters of each.</summary>
    public const int Longest = 80;

    private const string DateForm = "yyyy-MM-dd";

    /// <summary>The day as it is written everywhere: <c>2026-11-27</c>.</summary>
    public string? DateText => Date?.ToString(DateForm, CultureInfo.InvariantCulture);

    /// <summary>The payer as one is compared with another: capitals, widths and blanks make no difference; <c>null</c> where none is said.</summary>
    public string? PayerKey => Payer is null ? null : string.Join(' ', Payer.Normalize(NormalizationForm.FormKC).ToUpperInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Reads what was typed. Refuses with <c>receipt_malformed</c>.</summary>
    /// <param name="date">As <see cref="DateText"/>.</param>
    /// <param name="shop">Where.</param>
    /// <param name="serial">The number.</param>
    /// <param name="payer">Who paid.</param>
    /// <param name="words">What was read; <c>null</c> when nothing was said.</param>
    public static Refusal? Read(string? date, string? shop, string? serial, string? payer, out ReceiptWords? words)
    {
        words = null;
        var day = default(DateOnly);
        if (Typed(date) is { } written && !DateOnly.TryParseExact(written, DateForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out day))
        {
            return DocumentRefusals.ReceiptMalformed;
        }

        string?[] said = [Typed(shop), Typed(serial), Typed(payer)];
        if (!said.All(IsShort))
        {
            return DocumentRefusals.ReceiptMalformed;
        }

        words = Typed(date) is null && said.All(text => text is null) ? null : new ReceiptWords(Typed(date) is null ? null : day, said[0], said[1], said[2]);
        return null;
    }

    private static string? Typed(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static bool IsShort(string? text) => text is null || (text.Length <= 2 * Longest && WellFormedText.IsWellFormed(text) && ShownText.IsShowable(text) && text.EnumerateRunes().Count() <= Longest);
}
