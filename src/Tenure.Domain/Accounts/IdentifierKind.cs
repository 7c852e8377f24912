namespace Tenure.Domain.Accounts;

/// <summary>What a person can be found by besides the account number.</summary>
public enum IdentifierKind
{
    /// <summary>An e-mail address, normalised as <see cref="EmailAddress"/> says.</summary>
    Email,

    /// <summary>A mobile number, as <see cref="PhoneNumber"/> says.</summary>
    Phone,
}
