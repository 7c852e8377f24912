namespace Tenure.Server.Keys.Contracts;

/// <summary>Names this life of the database: a restore from a backup starts a new one.</summary>
internal sealed class ServerGeneration
{
    public const int Size = 16;

    /// <summary>16 random bytes.</summary>
    /// <exception cref="InvalidOperationException">The server has not started yet.</exception>
    public byte[] Value => Current.Id;

    /// <summary>From 1; one more with each restore.</summary>
    /// <exception cref="InvalidOperationException">The server has not started yet.</exception>
    public int Number => Current.Number;

    /// <summary>When it began (UTC): nothing that was signed for before counts.</summary>
    /// <exception cref="InvalidOperationException">The server has not started yet.</exception>
    public DateTimeOffset StartedAt => Current.StartedAt;

    internal GenerationRow Current
    {
        private get => field ?? throw new InvalidOperationException("The server generation is not read yet.");
        set;
    }
}
