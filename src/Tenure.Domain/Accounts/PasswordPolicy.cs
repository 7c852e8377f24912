using System.Text;

namespace Tenure.Domain.Accounts;

/// <summary>Whether a password may be chosen; every reason to refuse one has a code of its own.</summary>
/// <param name="rules">The lengths.</param>
/// <param name="list">Passwords and words that everyone tries.</param>
/// <param name="isLeaked">Whether a password, as it was typed, is known from a leak.</param>
public sealed class PasswordPolicy(PasswordRules rules, PasswordList list, Predicate<string> isLeaked)
{
    private const int LeastOwnCharacters = 8;

    /// <summary>Checks a password that a person chose for an account that <paramref name="personal"/> describes.</summary>
    public Refusal? Check(string password, PersonalWords personal)
    {
        if (WellFormedText.Check(password, "password") is { } malformed)
        {
            return malformed;
        }

        var text = password.Normalize(NormalizationForm.FormC);
        var length = text.EnumerateRunes().Count();
        if (length < rules.Shortest)
        {
            return AccountRefusals.PasswordTooShort;
        }

        if (length > rules.Longest)
        {
            return AccountRefusals.PasswordTooLong;
        }

        var folded = text.ToLowerInvariant();
        if (IsPersonal(folded, personal))
        {
            return AccountRefusals.PasswordPersonal;
        }

        return list.Has(folded) || PredictablePassword.Is(folded, list) ? AccountRefusals.PasswordListed
            : isLeaked(password) ? AccountRefusals.PasswordLeaked
            : null;
    }

    /// <summary>Whether a typed password is so long or short that nobody can have it: it is refused like a wrong one.</summary>
    public bool IsImpossible(string password) => password.Length == 0 || password.Length > rules.Longest * 4;

    private bool IsPersonal(string folded, PersonalWords personal)
    {
        var rest = folded;
        foreach (var word in personal.Words())
        {
            rest = rest.Replace(word.ToLowerInvariant(), "", StringComparison.Ordinal);
        }

        return rest.Length < folded.Length && (rest.Count(char.IsLetterOrDigit) < LeastOwnCharacters || PredictablePassword.Is(rest, list));
    }
}
