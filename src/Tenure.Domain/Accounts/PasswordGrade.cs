namespace Tenure.Domain.Accounts;

/// <summary>What a meter says of a password. It decides nothing: <see cref="PasswordPolicy.Check"/> does.</summary>
public enum PasswordGrade
{
    /// <summary>Refused by a rule.</summary>
    Weak = 1,

    /// <summary>Taken: more than forty bits for a guesser who knows the rules.</summary>
    Fair = 2,

    /// <summary>Some fifty bits or more, like four words of five letters drawn at random.</summary>
    Good = 3,

    /// <summary>Some sixty-five bits or more, like five such words, or fifteen letters and digits drawn at random.</summary>
    Strong = 4,
}
