using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Devices;
using Tenure.Server.Data;

namespace Tenure.Server.Devices.Manifests;

internal static class ManifestSets
{
    extension(TenureDb db)
    {
        public DbSet<MakerKey> MakerKeys => db.Set<MakerKey>();

        public DbSet<FactoryManifest> Manifests => db.Set<FactoryManifest>();

        public DbSet<AttestedDevice> AttestedDevices => db.Set<AttestedDevice>();

        public DbSet<AttestedImei> AttestedImeis => db.Set<AttestedImei>();

        public DbSet<DeviceDuplicate> Duplicates => db.Set<DeviceDuplicate>();
    }
}
