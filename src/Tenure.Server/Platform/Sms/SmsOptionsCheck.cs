using Microsoft.Extensions.Options;

namespace Tenure.Server.Platform.Sms;

/// <summary>Refuses to start with a gateway that could not be asked, or not safely. What it says names settings and never shows their values: they hold keys.</summary>
internal sealed class SmsOptionsCheck : IValidateOptions<SmsOptions>
{
    private const int MaxSenderDigits = 15;
    private const int MaxSenderLetters = 11;

    public ValidateOptionsResult Validate(string? name, SmsOptions options)
    {
        List<string> failures = [.. Countries(options)];
        if (options.IsOn)
        {
            if (!IsSender(options.From))
            {
                failures.Add($"Sms:From must be a number of up to {MaxSenderDigits} digits, or up to {MaxSenderLetters} letters, digits, spaces and hyphens.");
            }

            failures.AddRange(GatewayTemplate.Faults(options));
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Countries(SmsOptions options)
    {
        var unknown = options.CountryList.Where(country => !PhoneNumbers.Regions.Contains(country)).Order(StringComparer.Ordinal).ToList();
        if (unknown.Count > 0)
        {
            yield return $"Sms:Countries holds {string.Join(", ", unknown)}: not ISO 3166-1 codes of two capital letters, separated by commas.";
        }

        if (options.IsOn && options.CountryList.Count == 0)
        {
            yield return "Sms:Countries must name the countries that may be written to, such as DE,AT,CH.";
        }
    }

    // The lengths are those of an address in GSM (3GPP TS 23.040 §9.1.2.5).
    private static bool IsSender(string from)
    {
        var digits = from.StartsWith('+') ? from[1..] : from;
        return (digits.Length is > 0 and <= MaxSenderDigits && digits.All(char.IsAsciiDigit))
            || (from.Length is > 0 and <= MaxSenderLetters && from.All(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '-'));
    }
}
