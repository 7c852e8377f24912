using Tenure.Server.Audit.Contracts;

namespace Tenure.Server.Audit;

/// <summary>The logs that show what happened to each device, and what operators did.</summary>
internal static class AuditModule
{
    public static IServiceCollection AddAudit(this IServiceCollection services) => services.AddScoped<DeviceLogBook>().AddScoped<OperatorLogBook>();
}
