namespace Tenure.Domain.Accounts;

/// <summary>A phone number as it is compared and stored: E.164, such as <c>+4915112345678</c>.</summary>
/// <remarks>Only its form is known here; which numbers exist is a matter of lists that change (the server's <c>PhoneNumbers</c>).</remarks>
public readonly record struct PhoneNumber
{
    /// <summary>The longest number: <c>+</c> and 15 digits (ITU-T E.164 §6.1).</summary>
    public const int MaxLength = 16;

    private const int MinLength = 8;

    private PhoneNumber(string value) => Value = value;

    /// <summary><c>+</c> and the digits.</summary>
    public string Value { get; }

    /// <summary>Takes a number that was stored.</summary>
    /// <exception cref="FormatException">The text is not a number in this form.</exception>
    public static PhoneNumber FromStored(string value) =>
        value is { Length: >= MinLength and <= MaxLength } && value[0] == '+' && value[1] != '0' && value.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0
            ? new PhoneNumber(value)
            : throw new FormatException("Not a phone number.");

    /// <inheritdoc/>
    public override string ToString() => Value;
}
