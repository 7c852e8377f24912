using System.Diagnostics;
using System.Security.Cryptography;
using Npgsql;
using Xunit;

namespace Tenure.Testing;

/// <summary>A PostgreSQL for the tests of one process: the one that <c>./check</c> started (<c>TENURE_POSTGRES</c>), or one started here by eng/postgres.</summary>
public static class PostgresServer
{
    private static readonly Lazy<Task<Running?>> Server = new(StartAsync);

    private static Process? script;

    private sealed record Running(string ConnectionString, string Version);

    /// <summary>A connection string to a new, empty database; marks the running test as one that uses PostgreSQL when there is a running test.</summary>
    /// <param name="template">A database of this server to copy, for instance one that is already migrated; nobody may be connected to it.</param>
    /// <param name="ct">Ends the wait.</param>
    public static async Task<string> NewDatabaseAsync(string? template = null, CancellationToken ct = default)
    {
        var server = await RequireAsync();
        var name = "t" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        await using var connection = new NpgsqlConnection(server.ConnectionString + ";Pooling=false");
        await connection.OpenAsync(ct);
        await using var create = connection.CreateCommand();
        create.CommandText = template is null ? $"create database {name}" : $"create database {name} template {template}";
        await create.ExecuteNonQueryAsync(ct);
        return new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = name }.ConnectionString;
    }

    /// <summary>Drops a database of <see cref="NewDatabaseAsync"/>, whoever is still connected to it.</summary>
    public static async Task DropAsync(string connectionString, CancellationToken ct = default)
    {
        var server = await RequireAsync();
        var name = new NpgsqlConnectionStringBuilder(connectionString).Database;
        await using var connection = new NpgsqlConnection(server.ConnectionString + ";Pooling=false");
        await connection.OpenAsync(ct);
        await using var drop = connection.CreateCommand();
        drop.CommandText = $"drop database if exists {name} with (force)";
        await drop.ExecuteNonQueryAsync(ct);
    }

    /// <summary>The server's version; counts the running test as one on PostgreSQL with <see cref="Peers.Used"/>.</summary>
    public static async Task<string> UsedAsync()
    {
        var server = await RequireAsync();
        Peers.Used(Peer.PostgreSql, server.Version);
        return server.Version;
    }

    private static async Task<Running> RequireAsync()
    {
        var server = await Server.Value;
        if (server is null)
        {
            Assert.Skip("PostgreSQL is not on this machine; ./check installs it where it can.");
        }

        return server;
    }

    private static async Task<Running?> StartAsync()
    {
        var connectionString = Environment.GetEnvironmentVariable("TENURE_POSTGRES");
        if (string.IsNullOrEmpty(connectionString))
        {
            // The script holds the server until its standard input ends, and that is when this process does, however it dies.
            // Kept in a field: a process object that is collected closes its end of the pipe.
            script = Process.Start(new ProcessStartInfo("bash", [Repository.File("eng", "postgres")])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            })!;
            connectionString = await script.StandardOutput.ReadLineAsync();
            if (connectionString is null)
            {
                return null;
            }
        }

        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        return new(connectionString, connection.PostgreSqlVersion.ToString());
    }
}
