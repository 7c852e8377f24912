namespace Tenure.Server.Tests.Hosting;

/// <summary>The host on PostgreSQL.</summary>
public class PostgresServer : ServerFixture
{
    private string? database;

    public override async ValueTask UsedAsync() => await Testing.PostgresServer.UsedAsync();

    protected override async Task<string?> ConnectionStringAsync() => database = await MigratedDatabase.NewOnPostgresAsync();

    protected override Task DropAsync() => database is null ? Task.CompletedTask : Testing.PostgresServer.DropAsync(database);
}
