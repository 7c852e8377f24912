using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Accounts;

namespace Tenure.Server.Tests.Hosting;

/// <summary>The first start of all, against a PostgreSQL that has a user for it and nothing else. On SQLite every start of a new folder is one.</summary>
public sealed class FirstStartTests
{
    [Fact]
    public async Task The_first_start_makes_its_database()
    {
        await using var server = new New();
        await server.InitializeAsync();
        Assert.Equal(0, await server.WithDatabaseAsync(db => db.Set<Account>().CountAsync(TestContext.Current.CancellationToken)));
    }

    private sealed class New : PostgresServer
    {
        protected override async Task<string?> ConnectionStringAsync()
        {
            var connection = await base.ConnectionStringAsync();
            await Testing.PostgresServer.DropAsync(connection!);
            return connection;
        }
    }
}
