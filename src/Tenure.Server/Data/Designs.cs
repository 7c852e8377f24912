using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Tenure.Server.Data;

/// <summary>Lets <c>dotnet ef</c> make migrations without starting the host.</summary>
internal sealed class SqliteDesign : IDesignTimeDbContextFactory<SqliteTenureDb>
{
    public SqliteTenureDb CreateDbContext(string[] args) =>
        new((DbContextOptions<SqliteTenureDb>)Database.Sqlite(new DbContextOptionsBuilder<SqliteTenureDb>(), "Data Source=design.db").Options);
}

/// <inheritdoc cref="SqliteDesign"/>
internal sealed class PostgresDesign : IDesignTimeDbContextFactory<PostgresTenureDb>
{
    public PostgresTenureDb CreateDbContext(string[] args) =>
        new((DbContextOptions<PostgresTenureDb>)Database.Postgres(new DbContextOptionsBuilder<PostgresTenureDb>(), "Host=design").Options);
}
