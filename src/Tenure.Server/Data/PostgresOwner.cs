using Npgsql;

namespace Tenure.Server.Data;

/// <summary>The word of this process to others that it is on a database of PostgreSQL: servers beside each other, or a command that is alone. The database forgets it with the connection.</summary>
/// <remarks>An advisory lock of a session, so not through a pooler that shares connections by transaction: what is alone has to reach PostgreSQL itself.</remarks>
internal sealed class PostgresOwner : IAsyncDisposable, IDisposable
{
    // "tenure" in ASCII: nobody else's number in a database that is ours alone.
    private const string Beside = "SET lock_timeout = '5s'; SELECT pg_advisory_lock_shared(127978993709669)";
    private const string Alone = "SET lock_timeout = '5s'; SELECT pg_advisory_lock(127978993709669)";
    private readonly NpgsqlConnection connection;

    private PostgresOwner(NpgsqlConnection connection) => this.connection = connection;

    /// <summary>Says it. A process that was just killed may still be there for a moment: waits for up to 5 seconds.</summary>
    /// <param name="connectionString">Where the database is.</param>
    /// <param name="alone">Whether nobody else may be there.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <returns><c>null</c> when somebody is there who keeps this process out.</returns>
    public static async Task<PostgresOwner?> TryTakeAsync(string connectionString, bool alone, CancellationToken ct)
    {
        // A connection that says nothing for weeks is cut by many a firewall.
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, KeepAlive = 30 }.ConnectionString);
        try
        {
            await connection.OpenAsync(ct);
            await using var command = new NpgsqlCommand(alone ? Alone : Beside, connection);
            await command.ExecuteNonQueryAsync(ct);
            return new(connection);
        }
        catch (PostgresException busy) when (busy.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            await connection.DisposeAsync();
            return null;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => connection.DisposeAsync();

    /// <inheritdoc/>
    public void Dispose() => connection.Dispose();
}
