using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Contacts;
using Tenure.Server.Data;

namespace Tenure.Server.Contacts;

internal static class ContactSets
{
    extension(TenureDb db)
    {
        public DbSet<ContactThread> ContactThreads => db.Set<ContactThread>();

        public DbSet<ContactMessage> ContactMessages => db.Set<ContactMessage>();
    }
}
