using System.Text;
using Tenure.Domain.Accounts;

namespace Tenure.Domain.Devices;

/// <summary>The code that a device asks for before an order from afar erases it.</summary>
public static class EraseCodeText
{
    /// <summary>The fewest characters.</summary>
    public const int MinLength = 6;

    /// <summary>The most characters, of at most 128 bytes of UTF-8.</summary>
    public const int MaxLength = 64;

    /// <summary>Reads what was typed, in NFC and without spaces around it.</summary>
    public static Refusal? Read(string typed, out string code)
    {
        code = "";
        if (WellFormedText.Check(typed, "eraseCode") is { } malformed)
        {
            return malformed;
        }

        var text = typed.Trim().Normalize(NormalizationForm.FormC);
        if (text.Length is < MinLength or > MaxLength || Encoding.UTF8.GetByteCount(text) > 2 * MaxLength || !ShownText.IsShowable(text))
        {
            return DeviceRefusals.EraseCodeMalformed;
        }

        code = text;
        return null;
    }
}
