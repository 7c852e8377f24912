using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Tenure.Server.Data;

/// <summary>Leaves a connection to SQLite open between the statements of one context, and from one use of a pooled context to the next.</summary>
/// <remarks>
/// Opening one registers some twenty functions anew, which costs more than a look-up. An open connection without a transaction holds no lock; a connection that
/// is disposed is closed all the same.
/// </remarks>
internal sealed class KeepOpen : DbConnectionInterceptor
{
    // What is deleted is overwritten: the file of an erased person's server must not hold them between its rows.
    private const string Overwrite = "PRAGMA secure_delete = ON";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Overwrite;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Overwrite;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public override InterceptionResult ConnectionClosing(DbConnection connection, ConnectionEventData eventData, InterceptionResult result) => InterceptionResult.Suppress();

    public override ValueTask<InterceptionResult> ConnectionClosingAsync(DbConnection connection, ConnectionEventData eventData, InterceptionResult result) =>
        ValueTask.FromResult(InterceptionResult.Suppress());
}
