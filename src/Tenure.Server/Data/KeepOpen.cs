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
    public override InterceptionResult ConnectionClosing(DbConnection connection, ConnectionEventData eventData, InterceptionResult result) => InterceptionResult.Suppress();

    public override ValueTask<InterceptionResult> ConnectionClosingAsync(DbConnection connection, ConnectionEventData eventData, InterceptionResult result) =>
        ValueTask.FromResult(InterceptionResult.Suppress());
}
