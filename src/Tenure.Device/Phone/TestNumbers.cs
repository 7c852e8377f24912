using System.Globalization;
using System.Security.Cryptography;
using Tenure.Protocols.Identifiers;

namespace Tenure.Device.Phone;

/// <summary>Numbers that are valid and nobody's, for virtual phones.</summary>
public static class TestNumbers
{
    // 00 is for test equipment (GSMA TS.06).
    private const string ImeiPrefix = "00499901";

    // 89 is for telecommunication, 999 a country that does not exist (ITU-T E.118, E.164).
    private const string IccidPrefix = "89999";
    private const int IccidDigits = 18;

    /// <summary>An IMEI that no real modem has.</summary>
    public static Imei Imei() => Protocols.Identifiers.Imei.FromDigits(ImeiPrefix + Digits(Protocols.Identifiers.Imei.Length - ImeiPrefix.Length));

    /// <summary>19 digits, the last one the check digit that many cards have.</summary>
    public static string Iccid()
    {
        var digits = IccidPrefix + Digits(IccidDigits - IccidPrefix.Length);
        return digits + Luhn.DigitOf(digits).ToString(CultureInfo.InvariantCulture);
    }

    private static string Digits(int count) => RandomNumberGenerator.GetString("0123456789", count);
}
