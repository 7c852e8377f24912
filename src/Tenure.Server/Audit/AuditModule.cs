using Tenure.Server.Audit.Contracts;

namespace Tenure.Server.Audit;

/// <summary>The log that shows what happened to each device.</summary>
internal static class AuditModule
{
    public static IServiceCollection AddAudit(this IServiceCollection services) => services.AddScoped<DeviceLogBook>();
}
