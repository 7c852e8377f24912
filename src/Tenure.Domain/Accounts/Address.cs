namespace Tenure.Domain.Accounts;

/// <summary>An e-mail address or a phone number, in the form in which it is compared and stored.</summary>
public readonly record struct Address
{
    private Address(IdentifierKind kind, string value) => (Kind, Value) = (kind, value);

    /// <summary>Which of the two.</summary>
    public IdentifierKind Kind { get; }

    /// <summary>As <see cref="EmailAddress"/> or <see cref="PhoneNumber"/> gives it.</summary>
    public string Value { get; }

    /// <summary>The e-mail address; <c>null</c> when it is a phone number.</summary>
    public EmailAddress? Email => Kind == IdentifierKind.Email ? EmailAddress.FromStored(Value) : null;

    /// <summary>The phone number; <c>null</c> when it is an e-mail address.</summary>
    public PhoneNumber? Phone => Kind == IdentifierKind.Phone ? PhoneNumber.FromStored(Value) : null;

    /// <summary>For strangers' eyes: enough for the holder to know themselves, such as <c>a•••@e•••.org</c> or <c>+49•••78</c>.</summary>
    public string Masked => Kind == IdentifierKind.Phone ? $"{Value[..3]}•••{Value[^2..]}" : MaskedEmail(Value);

    /// <summary>An e-mail address.</summary>
    public static Address Of(EmailAddress email) => new(IdentifierKind.Email, email.Value);

    /// <summary>A phone number.</summary>
    public static Address Of(PhoneNumber phone) => new(IdentifierKind.Phone, phone.Value);

    /// <summary>Takes one that was stored.</summary>
    public static Address FromStored(IdentifierKind kind, string value) => new(kind, value);

    /// <inheritdoc/>
    public override string ToString() => Value;

    private static string MaskedEmail(string email)
    {
        var parts = email.Split('@');
        var dot = parts[1].LastIndexOf('.');
        var ending = dot > 0 ? parts[1][dot..] : "";
        return $"{First(parts[0])}•••@{First(parts[1])}•••{ending}";
    }

    private static string First(string text) => text.EnumerateRunes().First().ToString();
}
