using Microsoft.EntityFrameworkCore;

namespace Tenure.Server.Data;

/// <summary>Which database this process uses, and its options.</summary>
internal static class Database
{
    /// <summary>PostgreSQL when the connection string <c>Tenure</c> is set; otherwise a file in the data folder.</summary>
    public static IServiceCollection AddDatabase(this IServiceCollection services, IConfiguration configuration, DataFolder folder)
    {
        if (configuration.GetConnectionString("Tenure") is { Length: > 0 } postgres)
        {
            services.AddDbContextPool<TenureDb, PostgresTenureDb>(options => Postgres(options, postgres));
        }
        else
        {
            var connection = $"Data Source={Path.Combine(folder.Path, "tenure.db")}";
            services.AddDbContextPool<TenureDb, SqliteTenureDb>(options => Sqlite(options, connection).AddInterceptors(new KeepOpen()));
        }

        return services.AddSingleton<DatabaseStart>();
    }

    public static DbContextOptionsBuilder Sqlite(DbContextOptionsBuilder options, string connection) =>
        options.UseSqlite(connection).UseSnakeCaseNamingConvention();

    public static DbContextOptionsBuilder Postgres(DbContextOptionsBuilder options, string connection) =>
        options.UseNpgsql(connection).UseSnakeCaseNamingConvention();
}
