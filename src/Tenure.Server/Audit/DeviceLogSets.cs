using Microsoft.EntityFrameworkCore;
using Tenure.Server.Data;

namespace Tenure.Server.Audit;

internal static class DeviceLogSets
{
    extension(TenureDb db)
    {
        public DbSet<DeviceLogRow> DeviceLog => db.Set<DeviceLogRow>();

        public DbSet<DeviceLogOpening> DeviceLogOpenings => db.Set<DeviceLogOpening>();
    }
}
