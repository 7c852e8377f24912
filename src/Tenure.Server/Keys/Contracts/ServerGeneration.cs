namespace Tenure.Server.Keys.Contracts;

/// <summary>Names this life of the database: a restore from a backup starts a new one.</summary>
internal sealed class ServerGeneration
{
    public const int Size = 16;

    /// <summary>16 random bytes.</summary>
    /// <exception cref="InvalidOperationException">The server has not started yet.</exception>
    public byte[] Value
    {
        get => field ?? throw new InvalidOperationException("The server generation is not read yet.");
        internal set;
    }
}
