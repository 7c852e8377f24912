using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Tenure.Server.Data;

/// <summary>Which database this process uses, and its options.</summary>
internal static class Database
{
    /// <summary>PostgreSQL when the connection string <c>Tenure</c> is set; otherwise a file in the data folder.</summary>
    public static IServiceCollection AddDatabase(this IServiceCollection services, IConfiguration configuration, DataFolder folder)
    {
        if (configuration.GetConnectionString("Tenure") is { Length: > 0 } postgres)
        {
            var connection = WithDefaults(postgres);
            services.AddDbContextPool<TenureDb, PostgresTenureDb>(options => Postgres(options, connection));
        }
        else
        {
            var connection = $"Data Source={Path.Combine(folder.Path, "tenure.db")}";
            services.AddDbContextPool<TenureDb, SqliteTenureDb>(options => Sqlite(options, connection).AddInterceptors(new KeepOpen()));
        }

        return services.AddSingleton<DatabaseStart>();
    }

    /// <summary>What Npgsql leaves off and we want on, unless the operator's connection string says otherwise.</summary>
    /// <remarks>A statement that ran five times is prepared: a tenth of the CPU of a sign-in beside its hash. A pooler between needs <c>Max Auto Prepare=0</c> when it shares connections by transaction.
    /// A connection goes back to the pool as it is: the server sets nothing on one, so that there is nothing to take back by six more statements at its next use (a transaction is rolled back all the same).</remarks>
    private static string WithDefaults(string connection)
    {
        var settings = new NpgsqlConnectionStringBuilder(connection);
        if (!settings.ShouldSerialize("Max Auto Prepare"))
        {
            settings.MaxAutoPrepare = 100;
        }

        if (!settings.ShouldSerialize("No Reset On Close"))
        {
            settings.NoResetOnClose = true;
        }

        return settings.ConnectionString;
    }

    /// <summary>Keeps every other process out that would write the SQLite file of this folder.</summary>
    /// <exception cref="IOException">Another one is in it.</exception>
    public static FileStream OwnFolder(string folder) => new(Path.Combine(folder, "tenure.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

    public static DbContextOptionsBuilder Sqlite(DbContextOptionsBuilder options, string connection) =>
        options.UseSqlite(connection).UseSnakeCaseNamingConvention();

    public static DbContextOptionsBuilder Postgres(DbContextOptionsBuilder options, string connection) =>
        options.UseNpgsql(connection).UseSnakeCaseNamingConvention();
}
