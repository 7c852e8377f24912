extern alias libphonenumber;

using System.Text;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Library = libphonenumber::PhoneNumbers;

namespace Tenure.Server.Platform.Sms;

/// <summary>Reads phone numbers and says which country they are of. It knows the numbering plans of the day the library was made.</summary>
internal static class PhoneNumbers
{
    // The longest number as people write it, with country, carrier and every separator, and room to spare.
    private const int MaxTyped = 40;

    // What people put between digits. Letters, extensions and parameters (";ext=") are left out: no number that gets codes needs them.
    private const string Separators = " -.()/\u2010\u2013";

    // Marks of writing direction, invisible, that come along when a number is copied from an address book.
    private const string Around = " \u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069";

    private static readonly Library.PhoneNumberUtil Plans = Library.PhoneNumberUtil.GetInstance();

    /// <summary>Every region that has a numbering plan, as ISO 3166-1 alpha-2.</summary>
    public static IReadOnlyCollection<string> Regions { get; } = Plans.GetSupportedRegions();

    /// <summary>Reads what a person typed: a number with <c>+</c> and country, or any number as it is dialled in a region that was chosen.</summary>
    /// <param name="text">What was typed.</param>
    /// <param name="region">ISO 3166-1 alpha-2 in capitals; <c>null</c> when none was chosen. Digits alone are then an account number and no phone number.</param>
    /// <param name="number">The number.</param>
    public static Refusal? Read(string text, string? region, out PhoneNumber number)
    {
        number = default;
        if (WellFormedText.Check(text, "phone") is { } malformed)
        {
            return malformed;
        }

        if (Normalise(text) is not { } typed || Parse(typed, region) is not { } parsed)
        {
            return PhoneRefusals.PhoneMalformed;
        }

        // FIXED_LINE_OR_MOBILE: plans such as that of the USA do not tell them apart.
        if (Plans.GetNumberType(parsed) is not (Library.PhoneNumberType.MOBILE or Library.PhoneNumberType.FIXED_LINE_OR_MOBILE) || RegionOf(parsed) is null)
        {
            return PhoneRefusals.PhoneNotReachable;
        }

        number = PhoneNumber.FromStored(Plans.Format(parsed, Library.PhoneNumberFormat.E164));
        return null;
    }

    /// <summary>The number's country as ISO 3166-1 alpha-2; <c>null</c> when the plans know none any more.</summary>
    public static string? RegionOf(PhoneNumber number)
    {
        try
        {
            return RegionOf(Plans.Parse(number.Value, null));
        }
        catch (Library.NumberParseException)
        {
            return null;
        }
    }

    // Numbers of no country, such as those of satellites (+881), are of region "001".
    private static string? RegionOf(Library.PhoneNumber number) => Plans.GetRegionCodeForNumber(number) is { Length: 2 } region ? region : null;

    // Full-width digits, as Chinese and Japanese keyboards type them, become plain ones.
    private static string? Normalise(string text)
    {
        if (text.Length > MaxTyped)
        {
            return null;
        }

        var typed = text.Normalize(NormalizationForm.FormKC).Trim(Around.ToCharArray());
        return typed.Length is > 0 and <= MaxTyped && IsWritten(typed) ? typed : null;
    }

    private static bool IsWritten(string typed)
    {
        for (var i = 0; i < typed.Length; i++)
        {
            if (!char.IsAsciiDigit(typed[i]) && !Separators.Contains(typed[i], StringComparison.Ordinal) && !(typed[i] == '+' && i == 0))
            {
                return false;
            }
        }

        return true;
    }

    private static Library.PhoneNumber? Parse(string typed, string? region)
    {
        if (typed[0] != '+' && (region is null || !Regions.Contains(region)))
        {
            return null;
        }

        try
        {
            var parsed = Plans.Parse(typed, typed[0] == '+' ? null : region);
            return Plans.IsValidNumber(parsed) ? parsed : null;
        }
        catch (Library.NumberParseException)
        {
            return null;
        }
    }
}
