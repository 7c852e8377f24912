using Tenure.Server.Platform;

namespace Tenure.Server.Flashing;

/// <summary>Who may write firmware to which device: bound computers, packages, jobs.</summary>
internal static class FlashingModule
{
    private const string Computers = "/api/v1/computers";

    public static IServiceCollection AddFlashing(this IServiceCollection services)
    {
        services.AddSingleton<FlashingLog>().AddScoped<ComputerCheck>().AddScoped<ComputerMails>();
        services.AddScoped<ListComputers>().AddScoped<GetThisComputer>().AddScoped<BindComputer>().AddScoped<RemoveComputer>();
        return services;
    }

    /// <summary>Before the body of such a request is read.</summary>
    public static void UseFlashing(this IApplicationBuilder app) =>
        app.UseWhen(context => context.Request.Path.StartsWithSegments(Computers, StringComparison.OrdinalIgnoreCase), proven => proven.Use(ComputerCheck.KeepBodyAsync));

    public static void MapFlashing(this IEndpointRouteBuilder app)
    {
        var computers = app.MapGroup(Computers).WithTags("Computers").RequireAuthorization(Policies.HolderOfDevices);
        ListComputers.Map(computers);
        GetThisComputer.Map(computers);
        BindComputer.Map(computers);
        RemoveComputer.Map(computers);
    }
}
