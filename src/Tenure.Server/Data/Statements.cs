using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Tenure.Server.Data;

/// <summary>SQL as it is written, on the context's connection and in its transaction: for the few statements that every sign-in runs.</summary>
/// <remarks>A query tree is built and looked up anew for each run, which costs more than such a statement itself. Parameters are <c>@p0</c>, <c>@p1</c> and so on.</remarks>
internal static class Statements
{
    extension(TenureDb db)
    {
        /// <summary>Runs a statement; gives the number of rows it changed.</summary>
        public async Task<int> RunAsync(string sql, object[] parameters, CancellationToken ct)
        {
            await db.Database.OpenConnectionAsync(ct);
            await using var command = db.Prepare(sql, parameters);
            return await command.ExecuteNonQueryAsync(ct);
        }

        /// <summary>Runs a statement and reads its rows.</summary>
        public async Task<List<T>> ReadAsync<T>(string sql, object[] parameters, Func<DbDataReader, T> read, CancellationToken ct)
        {
            await db.Database.OpenConnectionAsync(ct);
            await using var command = db.Prepare(sql, parameters);
            await using var reader = await command.ExecuteReaderAsync(ct);
            List<T> rows = [];
            while (await reader.ReadAsync(ct))
            {
                rows.Add(read(reader));
            }

            return rows;
        }

        private DbCommand Prepare(string sql, object[] parameters)
        {
            var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = sql;
            command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
            for (var i = 0; i < parameters.Length; i++)
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = $"@p{i}";
                parameter.Value = parameters[i];
                command.Parameters.Add(parameter);
            }

            return command;
        }
    }
}
