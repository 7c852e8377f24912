using Microsoft.EntityFrameworkCore;
using Tenure.Server.Data;

namespace Tenure.Server.Platform.Sms;

internal static class SmsSets
{
    extension(TenureDb db)
    {
        public DbSet<SmsCounter> SmsCounters => db.Set<SmsCounter>();

        public DbSet<SmsCountryCount> SmsCountryCounts => db.Set<SmsCountryCount>();

        public DbSet<SmsClosure> SmsClosures => db.Set<SmsClosure>();
    }
}
