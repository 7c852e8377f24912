using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Operators;
using Tenure.Server.Data;

namespace Tenure.Server.Operators;

internal static class OperatorSets
{
    extension(TenureDb db)
    {
        public DbSet<ServerOperator> Operators => db.Set<ServerOperator>();

        public DbSet<OperatorSession> OperatorSessions => db.Set<OperatorSession>();

        public DbSet<AgentLook> AgentLooks => db.Set<AgentLook>();

        public DbSet<AgentAlarm> AgentAlarms => db.Set<AgentAlarm>();
    }
}
