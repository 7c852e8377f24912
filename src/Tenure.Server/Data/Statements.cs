using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Tenure.Server.Data;

/// <summary>SQL as it is written. Parameters are <c>$1</c>, <c>$2</c> and so on.</summary>
internal sealed record Statement(string Sql, params IReadOnlyList<object> Parameters);

/// <summary>Runs SQL as it is written, on the context's connection and in its transaction: for the few statements that every sign-in runs.</summary>
/// <remarks>A query tree is built and looked up anew for each run, which costs more than such a statement itself.</remarks>
internal static class Statements
{
    extension(TenureDb db)
    {
        /// <summary>Runs a statement; gives the number of rows it changed.</summary>
        public Task<int> RunAsync(Statement statement, CancellationToken ct) => db.ConnectedAsync(
            async (connection, transaction) =>
            {
                await using var command = Prepare(connection, transaction, statement);
                return await command.ExecuteNonQueryAsync(ct);
            },
            ct);

        /// <summary>Runs some statements: all of them or none; gives the number of rows that the last one changed.</summary>
        public Task<int> RunAllAsync(IReadOnlyList<Statement> statements, CancellationToken ct) => db.ConnectedAsync(
            (connection, outer) => connection.CanCreateBatch
                ? RunBatchAsync(connection, outer, statements, ct)
                : RunOneByOneAsync(connection, outer, statements, ct),
            ct);

        /// <summary>Runs a statement and reads its rows.</summary>
        public Task<List<T>> ReadAsync<T>(Statement statement, Func<DbDataReader, T> read, CancellationToken ct) =>
            db.ConnectedAsync((connection, transaction) => ReadOneAsync(connection, transaction, statement, read, ct), ct);

        /// <summary>Runs two statements, one after the other in one round trip, and reads the rows of both.</summary>
        public Task<(List<TFirst> First, List<TSecond> Second)> ReadBothAsync<TFirst, TSecond>(
            Statement first, Func<DbDataReader, TFirst> readFirst, Statement second, Func<DbDataReader, TSecond> readSecond, CancellationToken ct) => db.ConnectedAsync(
            async (connection, transaction) =>
            {
                if (!connection.CanCreateBatch)
                {
                    return (await ReadOneAsync(connection, transaction, first, readFirst, ct), await ReadOneAsync(connection, transaction, second, readSecond, ct));
                }

                await using var batch = Prepare(connection, transaction, [first, second]);
                await using var reader = await batch.ExecuteReaderAsync(ct);
                var firstRows = await RowsAsync(reader, readFirst, ct);
                await reader.NextResultAsync(ct);
                return (firstRows, await RowsAsync(reader, readSecond, ct));
            },
            ct);

        // Given back at once, as EF does it: a request that waits in line for its hash must not keep a connection.
        private async Task<T> ConnectedAsync<T>(Func<DbConnection, DbTransaction?, Task<T>> run, CancellationToken ct)
        {
            // Closed, nobody else uses it now: opened past EF Core, which asks several of its services each time.
            if (db.Database.GetDbConnection() is NpgsqlConnection { State: ConnectionState.Closed } idle)
            {
                await idle.OpenAsync(ct);
                try
                {
                    return await run(idle, null);
                }
                finally
                {
                    await idle.CloseAsync();
                }
            }

            await db.Database.OpenConnectionAsync(ct);
            try
            {
                return await run(db.Database.GetDbConnection(), db.Database.CurrentTransaction?.GetDbTransaction());
            }
            finally
            {
                await db.Database.CloseConnectionAsync();
            }
        }
    }

    private static async Task<int> RunOneByOneAsync(DbConnection connection, DbTransaction? outer, IReadOnlyList<Statement> statements, CancellationToken ct)
    {
        await using var own = outer is null ? await connection.BeginTransactionAsync(ct) : null;
        var changed = 0;
        foreach (var statement in statements)
        {
            await using var command = Prepare(connection, outer ?? own, statement);
            changed = await command.ExecuteNonQueryAsync(ct);
        }

        await (own?.CommitAsync(ct) ?? Task.CompletedTask);
        return changed;
    }

    // Without a transaction around it a batch is one itself.
    private static async Task<int> RunBatchAsync(DbConnection connection, DbTransaction? outer, IReadOnlyList<Statement> statements, CancellationToken ct)
    {
        await using var batch = Prepare(connection, outer, statements);
        await batch.ExecuteNonQueryAsync(ct);
        return batch.BatchCommands[^1].RecordsAffected;
    }

    private static async Task<List<T>> ReadOneAsync<T>(DbConnection connection, DbTransaction? transaction, Statement statement, Func<DbDataReader, T> read, CancellationToken ct)
    {
        await using var command = Prepare(connection, transaction, statement);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await RowsAsync(reader, read, ct);
    }

    private static async Task<List<T>> RowsAsync<T>(DbDataReader reader, Func<DbDataReader, T> read, CancellationToken ct)
    {
        List<T> rows = [];
        while (await reader.ReadAsync(ct))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    private static DbBatch Prepare(DbConnection connection, DbTransaction? transaction, IReadOnlyList<Statement> statements)
    {
        var batch = connection.CreateBatch();
        batch.Transaction = transaction;
        foreach (var statement in statements)
        {
            var command = batch.CreateBatchCommand();
            command.CommandText = statement.Sql;
            Fill(command.Parameters, command.CreateParameter, statement);
            batch.BatchCommands.Add(command);
        }

        return batch;
    }

    private static DbCommand Prepare(DbConnection connection, DbTransaction? transaction, Statement statement)
    {
        var command = connection.CreateCommand();
        command.CommandText = statement.Sql;
        command.Transaction = transaction;
        Fill(command.Parameters, command.CreateParameter, statement);
        return command;
    }

    // PostgreSQL takes them by their place: named, Npgsql would read the whole text first to find them.
    private static void Fill(DbParameterCollection parameters, Func<DbParameter> create, Statement statement)
    {
        var named = parameters is not NpgsqlParameterCollection;
        for (var i = 0; i < statement.Parameters.Count; i++)
        {
            var parameter = create();
            if (named)
            {
                parameter.ParameterName = $"${i + 1}";
            }

            parameter.Value = statement.Parameters[i];
            parameters.Add(parameter);
        }
    }
}
