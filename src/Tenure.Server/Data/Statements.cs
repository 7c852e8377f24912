using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Tenure.Server.Data;

/// <summary>SQL as it is written. Parameters are <c>@p0</c>, <c>@p1</c> and so on.</summary>
internal sealed record Statement(string Sql, params IReadOnlyList<object> Parameters);

/// <summary>Runs SQL as it is written, on the context's connection and in its transaction: for the few statements that every sign-in runs.</summary>
/// <remarks>A query tree is built and looked up anew for each run, which costs more than such a statement itself.</remarks>
internal static class Statements
{
    extension(TenureDb db)
    {
        /// <summary>Runs a statement; gives the number of rows it changed.</summary>
        public async Task<int> RunAsync(Statement statement, CancellationToken ct)
        {
            await db.Database.OpenConnectionAsync(ct);
            await using var command = Prepare(db.Database.GetDbConnection(), db.Database.CurrentTransaction?.GetDbTransaction(), statement);
            return await command.ExecuteNonQueryAsync(ct);
        }

        /// <summary>Runs some statements: all of them or none.</summary>
        public async Task RunAllAsync(IReadOnlyList<Statement> statements, CancellationToken ct)
        {
            await db.Database.OpenConnectionAsync(ct);
            var connection = db.Database.GetDbConnection();
            var outer = db.Database.CurrentTransaction?.GetDbTransaction();
            if (connection.CanCreateBatch)
            {
                await RunBatchAsync(connection, outer, statements, ct);
                return;
            }

            await using var own = outer is null ? await connection.BeginTransactionAsync(ct) : null;
            foreach (var statement in statements)
            {
                await using var command = Prepare(connection, outer ?? own, statement);
                await command.ExecuteNonQueryAsync(ct);
            }

            await (own?.CommitAsync(ct) ?? Task.CompletedTask);
        }

        /// <summary>Runs a statement and reads its rows.</summary>
        public async Task<List<T>> ReadAsync<T>(Statement statement, Func<DbDataReader, T> read, CancellationToken ct)
        {
            await db.Database.OpenConnectionAsync(ct);
            await using var command = Prepare(db.Database.GetDbConnection(), db.Database.CurrentTransaction?.GetDbTransaction(), statement);
            await using var reader = await command.ExecuteReaderAsync(ct);
            List<T> rows = [];
            while (await reader.ReadAsync(ct))
            {
                rows.Add(read(reader));
            }

            return rows;
        }
    }

    // Without a transaction around it a batch is one itself.
    private static async Task RunBatchAsync(DbConnection connection, DbTransaction? outer, IReadOnlyList<Statement> statements, CancellationToken ct)
    {
        await using var batch = connection.CreateBatch();
        batch.Transaction = outer;
        foreach (var statement in statements)
        {
            var command = batch.CreateBatchCommand();
            command.CommandText = statement.Sql;
            Fill(command.Parameters, command.CreateParameter, statement);
            batch.BatchCommands.Add(command);
        }

        await batch.ExecuteNonQueryAsync(ct);
    }

    private static DbCommand Prepare(DbConnection connection, DbTransaction? transaction, Statement statement)
    {
        var command = connection.CreateCommand();
        command.CommandText = statement.Sql;
        command.Transaction = transaction;
        Fill(command.Parameters, command.CreateParameter, statement);
        return command;
    }

    private static void Fill(DbParameterCollection parameters, Func<DbParameter> create, Statement statement)
    {
        for (var i = 0; i < statement.Parameters.Count; i++)
        {
            var parameter = create();
            parameter.ParameterName = $"@p{i}";
            parameter.Value = statement.Parameters[i];
            parameters.Add(parameter);
        }
    }
}
