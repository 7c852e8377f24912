using Microsoft.EntityFrameworkCore;

namespace Tenure.Server.Data;

/// <summary>The database in PostgreSQL: for several processes.</summary>
internal sealed class PostgresTenureDb(DbContextOptions<PostgresTenureDb> options) : TenureDb(options)
{
    public override string ForShare => " FOR SHARE";
}
