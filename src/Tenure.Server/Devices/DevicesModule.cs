using Microsoft.Extensions.Options;
using Tenure.Server.Devices.Contracts;
using Tenure.Server.Devices.Manifests;
using Tenure.Server.Devices.Status;
using Tenure.Server.Devices.Transfers;
using Tenure.Server.Exports.Contracts;
using Tenure.Server.Leaving.Contracts;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Hosting;
using Tenure.Server.Tokens.Contracts;

namespace Tenure.Server.Devices;

/// <summary>Devices: from enrolment through holding to release.</summary>
internal static class DevicesModule
{
    public static IServiceCollection AddDevices(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<NonceKey>().AddSingleton<DevicesLog>().AddScoped<IStartUp, PrepareNonceKey>().AddHostedService<SweepSpentNonces>().AddHostedService<SweepEndedSims>().AddHostedService<CarryOutFinds>().AddHostedService<CarryOutRemovals>();
        services.AddOptions<DeviceOptions>().Bind(configuration.GetSection("Devices")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<DeviceOptions>, DeviceOptionsValidator>().AddScoped<DeviceLimits>();
        services.AddScoped<EvidenceCheck>().AddScoped<IDeviceEvidence>(s => s.GetRequiredService<EvidenceCheck>());
        services.AddScoped<Contention>().AddScoped<DeviceIdentities>().AddScoped<DeviceNonces>().AddScoped<DeviceTickets>().AddScoped<DeviceMails>().AddScoped<GrantRelease>().AddScoped<IssueReleaseTicket>();
        services.AddScoped<IssueDeviceNonce>().AddScoped<EnrolDevice>().AddScoped<ActivateDevice>().AddScoped<ReleaseDevice>().AddScoped<GetReleaseTicket>()
            .AddScoped<AcceptReceipt>().AddScoped<DeclineHold>().AddScoped<SyncDevice>().AddScoped<GetDeviceState>();
        services.AddScoped<MakerKeys>().AddScoped<ManifestRows>().AddScoped<ImportManifest>().AddScoped<WithdrawManifest>().AddScoped<DuplicateDevices>().AddScoped<DeviceLookUp>().AddScoped<TicketLookUp>();
        services.AddHostedService<SweepDuplicates>();
        services.AddScoped<DeviceSeals>().AddScoped<BreakSeal>().AddScoped<IErasure, EraseHoldings>().AddScoped<IExportSource, ExportedDevices>().AddScoped<IErasure, EraseTransfers>().AddScoped<IWhatStandsInTheWay, DevicesInTheWay>();
        services.AddScoped<HolderDevices>().AddScoped<FlashTickets>().AddScoped<CaseDevices>();
        services.AddScoped<ListDevices>().AddScoped<GetDevice>().AddScoped<GetDeviceLog>().AddScoped<GetEntryProof>().AddScoped<GetHistoryProof>().AddScoped<RemoveDevice>().AddScoped<CancelRemoval>();
        services.AddSingleton<HolderHandles>().AddScoped<UnknownTickets>().AddScoped<ReconcileDevice>().AddScoped<RecountDevice>().AddScoped<DeviceAlarms>().AddScoped<StartGeneration>();
        services.AddScoped<EndLoss>().AddScoped<MarkDeviceLost>().AddScoped<FindDevice>().AddScoped<CancelFind>().AddScoped<GetLostTicket>();
        services.AddScoped<ResetDevice>().AddScoped<EraseDevice>().AddScoped<CancelErase>().AddScoped<GetEraseTicket>().AddScoped<OpenModels>().AddScoped<GetOpenTicket>().AddScoped<SetEraseCode>();
        services.AddScoped<TransferBook>().AddScoped<OpenTransfer>().AddScoped<GoOnWithTransfer>().AddScoped<TakeDevice>().AddScoped<CompleteTransfer>().AddScoped<ObjectToTransfer>().AddScoped<GetTransferReceipt>();
        services.AddScoped<StatusDigits>().AddScoped<ShowStatusCode>().AddScoped<CheckStatus>().AddHostedService<SweepStatusCodes>();
        return services;
    }

    public static void MapDevices(this IEndpointRouteBuilder app)
    {
        var device = app.MapGroup("/api/v1/device").WithTags("The device itself");
        IssueDeviceNonce.Map(device);
        EnrolDevice.Map(device);
        ActivateDevice.Map(device);
        ReleaseDevice.Map(device);
        GetReleaseTicket.Map(device);
        ResetDevice.Map(device);
        SetEraseCode.Map(device);
        GetLostTicket.Map(device);
        GetEraseTicket.Map(device);
        GetOpenTicket.Map(device);
        AcceptReceipt.Map(device);
        DeclineHold.Map(device);
        SyncDevice.Map(device);
        GetDeviceState.Map(device);
        ShowStatusCode.Map(device);
        CheckStatus.Map(app);

        BreakSeal.Map(app);
        var devices = app.MapGroup("/api/v1/devices").WithTags("Devices").RequireAuthorization(Policies.HolderOfDevices);
        ListDevices.Map(devices);
        GetDevice.Map(devices);
        GetDeviceLog.Map(devices);
        GetEntryProof.Map(devices);
        GetHistoryProof.MapPage(app);
        RemoveDevice.Map(devices);
        CancelRemoval.Map(devices);
        MarkDeviceLost.Map(devices);
        FindDevice.Map(devices);
        CancelFind.Map(devices);
        EraseDevice.Map(devices);
        CancelErase.Map(devices);
        OpenTransfer.Map(devices);
        GoOnWithTransfer.Map(devices);
        var transfers = app.MapGroup("/api/v1/transfers").WithTags("Devices").RequireAuthorization(Policies.HolderOfDevices);
        TakeDevice.Map(transfers);
        GetTransferReceipt.Map(transfers);
        ObjectToTransfer.Map(app);
    }
}
