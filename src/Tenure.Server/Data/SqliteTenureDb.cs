using Microsoft.EntityFrameworkCore;

namespace Tenure.Server.Data;

/// <summary>The database in a file: the default, for one process.</summary>
internal sealed class SqliteTenureDb(DbContextOptions<SqliteTenureDb> options) : TenureDb(options);
