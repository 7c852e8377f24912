using Tenure.Domain.Accounts;

namespace Tenure.Domain.Operators;

/// <summary>Why an operator does something, in their own words: 5 to 200 characters on one line.</summary>
public static class WrittenReason
{
    /// <summary>The longest reason, in characters.</summary>
    public const int MaxLength = 200;

    /// <summary>The shortest reason, in characters.</summary>
    public const int MinLength = 5;

    /// <summary>Reads a typed reason; refuses with <c>reason_malformed</c>.</summary>
    public static Refusal? Read(string typed, out string reason)
    {
        reason = typed.Trim();
        return WellFormedText.IsWellFormed(reason) && ShownText.IsShowable(reason) && reason.EnumerateRunes().Count() is >= MinLength and <= MaxLength
            ? null
            : OperatorRefusals.ReasonMalformed;
    }
}
