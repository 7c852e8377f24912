using System.Text.Encodings.Web;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using Tenure.Server.Data;
using Tenure.Server.Platform.Clock;
using Tenure.Server.Platform.Hosting;
using Tenure.Server.Platform.Mail;
using Tenure.Server.Platform.Pages;
using Tenure.Server.Platform.Pictures;
using Tenure.Server.Platform.Problems;
using Tenure.Server.Platform.Secrets;
using Tenure.Server.Platform.Sms;
using Tenure.Server.Platform.Sweeps;
using Tenure.Server.Platform.Telemetry;

namespace Tenure.Server.Platform;

/// <summary>What every capability stands on.</summary>
internal static class PlatformModule
{
    // Evidence is the largest thing that anybody sends, at most 5.5 KiB; a page's form stays below it.
    private const long MaxBodySize = 64 * 1024;

    public static IServiceCollection AddPlatform(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment, DataFolder folder)
    {
        services.AddSingleton(folder).AddSingleton<KeyFile>().AddSingleton<Pepper>().AddScoped<ServerKeys>().AddSingleton<IssuerUrl>();
        services.AddSingleton<TimeProvider>(environment.IsDevelopment() ? new MovableClock() : TimeProvider.System);
        services.AddSingleton<StartUp>().AddSingleton<SweepLog>();
        services.AddOptions<ServerOptions>().Bind(configuration.GetSection("Tenure")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ServerOptions>, ServerOptionsCheck>();
        services.AddOptions<StopOptions>().Bind(configuration.GetSection("Server")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<StopOptions>, StopOptionsValidator>();
        services.AddSingleton<Stopping>().AddHostedService(provider => provider.GetRequiredService<Stopping>());
        services.AddOptions<HostOptions>().Configure<IOptions<StopOptions>>((host, stop) => host.ShutdownTimeout = stop.Value.StopWithin);
        services.AddDatabase(configuration, folder);
        services.AddLocalization();
        services.AddPages();
        services.AddSingleton<RefusalTexts>();
        services.AddExceptionHandler<MalformedRequests>().AddProblemDetails(o => o.CustomizeProblemDetails = FrameworkProblems.Customize);
        services.Configure<KestrelServerOptions>(o =>
        {
            o.Limits.MaxRequestBodySize = MaxBodySize;
            o.AddServerHeader = false;
        });
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(o =>
        {
            o.SerializerOptions.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
            // A field that is left out is not false or null by that.
            o.SerializerOptions.RespectRequiredConstructorParameters = true;
            o.SerializerOptions.RespectNullableAnnotations = true;
        });
        services.AddValidation();
        services.AddOpenApi();
        services.AddAntiforgery();
        services.AddRazorComponents();
        services.AddTelemetry(configuration);
        AddMail(services, configuration);
        services.AddSms(configuration);
        services.AddOptions<PictureOptions>().Bind(configuration.GetSection("Pictures")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<PictureOptions>, PictureOptionsValidator>().AddSingleton<PictureProcess>().AddSingleton<PictureProcessLog>();
        AddDataProtection(services);
        return services;
    }

    private static void AddMail(IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<MailOptions>().Bind(configuration.GetSection("Mail")).ValidateOnStart();
        services.AddOptions<MailOptions>().PostConfigure<IOptions<ServerOptions>>((mail, server) => mail.FromName = mail.FromName.Length > 0 ? mail.FromName : server.Value.Name);
        services.AddSingleton<IValidateOptions<MailOptions>, MailOptionsValidator>();
        services.AddSingleton<OutboxSignal>().AddSingleton<MailLog>().AddScoped<Outbox>().AddHostedService<OutboxSender>().AddHostedService<SweepOutbox>();
    }

    private static void AddDataProtection(IServiceCollection services)
    {
        // Authenticated in one pass, where the default encrypts and then hashes: a sign-in opens two values and seals one.
        services.AddDataProtection().SetApplicationName("Tenure").PersistKeysToDbContext<TenureDb>()
            .UseCryptographicAlgorithms(new() { EncryptionAlgorithm = EncryptionAlgorithm.AES_256_GCM });
        services.AddOptions<KeyManagementOptions>().Configure<KeyFile>((o, keyFile) => o.XmlEncryptor = new KeyFileXmlEncryptor(keyFile));
    }
}
