namespace Tenure.Domain.Flashing;

/// <summary>An authorised service centre, made by the operator. It holds nothing: with a holder's consent it restores that holder's device, and without one a device that nobody holds.</summary>
public sealed class Workshop
{
    /// <summary>The longest name, in characters.</summary>
    public const int MaxNameLength = 60;

    /// <summary>Most computers of one workshop, those that wait among them.</summary>
    public const int MostComputers = 10;

    /// <summary>Most members of one workshop.</summary>
    public const int MostMembers = 50;

    private Workshop()
    {
    }

    /// <param name="id">Random.</param>
    /// <param name="name">From <see cref="ReadName"/>.</param>
    /// <param name="now">The time (UTC).</param>
    public Workshop(Guid id, string name, DateTimeOffset now)
    {
        Id = id;
        Name = name;
        Key = KeyOf(name);
        CreatedAt = now;
    }

    /// <summary>By which consents and restores name it.</summary>
    public Guid Id { get; private set; }

    /// <summary>As people know it.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The name by which it is found: one of those that are there has it.</summary>
    public string Key { get; private set; } = "";

    /// <summary>When it was made (UTC).</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>From when it is none any more (UTC); <c>null</c> while it is.</summary>
    public DateTimeOffset? RemovedAt { get; private set; }

    /// <summary>Raised by every change of its members and computers: who saves an older one loses.</summary>
    public int Version { get; private set; }

    /// <summary>By what a name is found: letters alike in capitals and small.</summary>
    public static string KeyOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Trim().Normalize(System.Text.NormalizationForm.FormKC).ToUpperInvariant();
    }

    /// <summary>Reads a name: 1 to 60 characters on one line, nothing invisible that turns text around.</summary>
    public static Refusal? ReadName(string? text, out string name)
    {
        name = "";
        if (WellFormedText.Check(text, "workshop") is { } malformed)
        {
            return malformed;
        }

        name = (text ?? "").Trim();
        return name.Length is 0 or > MaxNameLength || !Accounts.ShownText.IsShowable(name) ? WellFormedText.Malformed("workshop") : null;
    }

    /// <summary>It is none any more, and what was allowed to it neither.</summary>
    /// <returns>Whether anything changed.</returns>
    public bool Remove(DateTimeOffset now)
    {
        if (RemovedAt is not null)
        {
            return false;
        }

        RemovedAt = now;
        Version++;
        return true;
    }

    /// <summary>Members or computers change: of two changes at once one begins again.</summary>
    public void Claim() => Version++;
}
