namespace Tenure.Domain.SignIn;

/// <summary>Wrong codes of one account on one day, over all its sign-ins.</summary>
/// <remarks>Five tries a transaction alone would let a guesser open one transaction after the other.</remarks>
public sealed class CodeBudget
{
    /// <summary>How many wrong codes an account takes in a day.</summary>
    public const int MostWrongADay = 20;

    private CodeBudget()
    {
    }

    /// <summary>Keyed hash of the account.</summary>
    public string Subject { get; private set; } = "";

    /// <summary>The day (UTC).</summary>
    public DateOnly Day { get; private set; }

    /// <summary>Wrong codes so far.</summary>
    public int Wrong { get; private set; }

    /// <summary>Raised by every change: who saves an older one loses.</summary>
    public int Version { get; private set; }

    /// <summary>The budget of a day on which nothing went wrong yet.</summary>
    public static CodeBudget Open(string subject, DateTimeOffset now) => new() { Subject = subject, Day = DayOf(now) };

    /// <summary>The day that a moment belongs to.</summary>
    public static DateOnly DayOf(DateTimeOffset now) => DateOnly.FromDateTime(now.UtcDateTime);

    /// <summary>Refuses when the day's wrong codes are used up.</summary>
    public Refusal? Check() => Wrong >= MostWrongADay ? SignInRefusals.CodeSpent : null;

    /// <summary>One more was wrong.</summary>
    public void CountWrong()
    {
        Wrong++;
        Version++;
    }
}
