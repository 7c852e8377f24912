using Microsoft.Extensions.Options;
using Tenure.Server.Devices.Contracts;
using Tenure.Server.Exports.Contracts;
using Tenure.Server.Flashing.Contracts;
using Tenure.Server.Flashing.Packages;
using Tenure.Server.Flashing.Restores;
using Tenure.Server.Flashing.Unlocks;
using Tenure.Server.Flashing.Workshops;
using Tenure.Server.Leaving.Contracts;
using Tenure.Server.Platform;

namespace Tenure.Server.Flashing;

/// <summary>Who may write firmware to which device: bound computers, packages, jobs.</summary>
internal static class FlashingModule
{
    private const string Computers = "/api/v1/computers";
    private const string Restores = "/api/v1/restores";

    public static IServiceCollection AddFlashing(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<FlashOptions>().Bind(configuration.GetSection("Flashing")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<FlashOptions>, FlashOptionsValidator>().AddSingleton<IValidateOptions<FlashOptions>, FlashOptionsCheck>();
        services.AddSingleton<FlashingLog>().AddScoped<ComputerCheck>().AddScoped<ComputerMails>();
        services.AddScoped<ListComputers>().AddScoped<GetThisComputer>().AddScoped<BindComputer>().AddScoped<RemoveComputer>();
        services.AddScoped<FirmwareBook>().AddScoped<FlashingLookUp>().AddScoped<ListFirmware>().AddScoped<ReleaseKeys>().AddScoped<RegisterFirmware>();
        services.AddScoped<FlashMails>().AddScoped<StartRestore>().AddScoped<ListRestores>().AddScoped<CancelRestore>().AddScoped<GetFlashTicket>().AddScoped<AcceptFlashReceipt>().AddScoped<UnlockDevice>();
        services.AddScoped<WorkshopBook>().AddScoped<WorkshopAccess>().AddScoped<BindWorkshopComputer>().AddScoped<RemoveWorkshopComputer>().AddScoped<AddWorkshopMember>().AddScoped<RemoveWorkshopMember>().AddScoped<AllowWorkshop>().AddScoped<TakeConsent>();
        services.AddHostedService<SweepRestores>().AddHostedService<SweepComputers>();
        services.AddScoped<IErasure, EraseComputers>().AddScoped<IExportSource, ExportedComputers>().AddScoped<ILossHandler, EndRestoresOfLost>().AddScoped<IWorkshopRestores, TellWorkshopRestore>();
        return services;
    }

    /// <summary>Before the body of such a request is read.</summary>
    public static void UseFlashing(this IApplicationBuilder app) =>
        app.UseWhen(context => IsProven(context.Request.Path), proven => proven.Use(ComputerCheck.KeepBodyAsync));

    private static bool IsProven(PathString path) => path.StartsWithSegments(Computers, StringComparison.OrdinalIgnoreCase) || path.StartsWithSegments(Restores, StringComparison.OrdinalIgnoreCase);

    public static void MapFlashing(this IEndpointRouteBuilder app)
    {
        var computers = app.MapGroup(Computers).WithTags("Computers").RequireAuthorization(Policies.HolderOfDevices);
        ListComputers.Map(computers);
        GetThisComputer.Map(computers);
        BindComputer.Map(computers);
        RemoveComputer.Map(computers);
        BindWorkshopComputer.Map(computers);
        RemoveWorkshopComputer.Map(computers);

        var workshops = app.MapGroup("/api/v1/workshops").WithTags("Workshops").RequireAuthorization(Policies.HolderOfDevices);
        AddWorkshopMember.Map(workshops);
        RemoveWorkshopMember.Map(workshops);

        ListFirmware.Map(app.MapGroup("/api/v1/firmware").WithTags("Firmware").RequireAuthorization(Policies.HolderOfDevices));

        var restores = app.MapGroup(Restores).WithTags("Restores").RequireAuthorization(Policies.HolderOfDevices);
        StartRestore.Map(restores);
        AllowWorkshop.Map(restores);
        TakeConsent.Map(restores);
        ListRestores.Map(restores);
        CancelRestore.Map(restores);
        GetFlashTicket.Map(restores);
        AcceptFlashReceipt.Map(restores);

        UnlockDevice.Map(app.MapGroup("/api/v1/devices").WithTags("Devices").RequireAuthorization(Policies.HolderOfDevices));
    }
}
