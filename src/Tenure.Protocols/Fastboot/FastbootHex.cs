using System.Globalization;

namespace Tenure.Protocols.Fastboot;

/// <summary>A count on the wire: exactly eight hexadecimal digits.</summary>
internal static class FastbootHex
{
    public static bool TryParse(string text, out uint value)
    {
        value = 0;
        return text.Length == 8 && uint.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }
}
