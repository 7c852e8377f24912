namespace Tenure.Domain.Accounts;

/// <summary>Every "no" about a phone number itself.</summary>
public static class PhoneRefusals
{
    /// <summary>Not a phone number, or one without its country. Digits alone are an account number.</summary>
    public static readonly Refusal PhoneMalformed = new("phone_malformed", "This is not a phone number.", RefusalKind.Invalid, "phone");

    /// <summary>A phone number that takes no SMS, or whose owner would pay or earn by it.</summary>
    public static readonly Refusal PhoneNotReachable = new("phone_not_reachable", "This is not a mobile number.", RefusalKind.Invalid, "phone");
}
