using System.Text;

namespace Tenure.Domain.Accounts;

/// <summary>Whether a password may be chosen; every reason to refuse one has a code of its own.</summary>
/// <param name="rules">The lengths.</param>
/// <param name="list">Passwords and words that everyone tries.</param>
/// <param name="isLeaked">Whether a password, as it was typed, is known from a leak.</param>
public sealed class PasswordPolicy(PasswordRules rules, PasswordList list, Predicate<string> isLeaked)
{
    private const int LeastOwnCharacters = 8;
    private const int LeastOfGood = 40;

    /// <summary>Checks a password that a person chose for an account that <paramref name="personal"/> describes.</summary>
    /// <param name="password">As typed.</param>
    /// <param name="personal">The person's own data.</param>
    /// <param name="alwaysAsk">Whether every sign-in to the account asks for a second proof.</param>
    public Refusal? Check(string password, PersonalWords personal, bool alwaysAsk = false)
    {
        if (WellFormedText.Check(password, "password") is { } malformed)
        {
            return malformed;
        }

        var text = password.Normalize(NormalizationForm.FormC);
        var length = LengthOf(text);
        if (rules.ShortestFor(alwaysAsk) is var least && length < least)
        {
            return AccountRefusals.PasswordTooShort(least);
        }

        if (length > rules.Longest)
        {
            return AccountRefusals.PasswordTooLong(rules.Longest);
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

    /// <summary>How hard a password would be to guess, for a meter.</summary>
    /// <param name="password">As typed.</param>
    /// <param name="personal">The person's own data: it costs a guesser nothing.</param>
    /// <param name="alwaysAsk">Whether every sign-in to the account asks for a second proof.</param>
    /// <returns>The grade; with the refusal where it is <see cref="PasswordGrade.Weak"/>.</returns>
    public (PasswordGrade Grade, Refusal? Refusal) Grade(string password, PersonalWords personal, bool alwaysAsk = false)
    {
        if (Check(password, personal, alwaysAsk) is { } refusal)
        {
            return (PasswordGrade.Weak, refusal);
        }

        var cost = PredictablePassword.Cost(Without(password.Normalize(NormalizationForm.FormC).ToLowerInvariant(), personal), list);
        return (cost >= PredictablePassword.MostCounted ? PasswordGrade.Strong : cost >= LeastOfGood ? PasswordGrade.Good : PasswordGrade.Fair, null);
    }

    /// <summary>The lengths.</summary>
    public PasswordRules Rules => rules;

    /// <summary>Whether a password may only be had while every sign-in asks for a second proof.</summary>
    public bool IsTooShortAlone(string password) => LengthOf(WellFormedText.IsWellFormed(password) ? password.Normalize(NormalizationForm.FormC) : password) < rules.Shortest;

    /// <summary>Whether a typed password is so long or short that nobody can have it: it is refused like a wrong one.</summary>
    public bool IsImpossible(string password) => password.Length == 0 || password.Length > rules.Longest * 4;

    private static int LengthOf(string text) => text.EnumerateRunes().Count();

    private bool IsPersonal(string folded, PersonalWords personal)
    {
        var rest = Without(folded, personal);
        return rest.Length < folded.Length && (rest.Count(char.IsLetterOrDigit) < LeastOwnCharacters || PredictablePassword.Is(rest, list));
    }

    private static string Without(string folded, PersonalWords personal) =>
        personal.Words().Aggregate(folded, (rest, word) => rest.Replace(word.ToLowerInvariant(), "", StringComparison.Ordinal));
}
